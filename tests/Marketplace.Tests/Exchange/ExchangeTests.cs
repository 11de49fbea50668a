using System.Data.Common;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Market.Marketplace.Tests.Exchange;

/// <summary>Rows exchanged with a department's approval system through a database between the two.</summary>
public sealed class ExchangeTests
{
    private const string Number = "SP-2026-7";

    [Fact]
    public async Task A_case_that_lies_in_the_exchange_database_is_taken_once_and_comes_back_in_the_national_tables()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");

        await city.ExchangeAsync();
        await city.ExchangeAsync();

        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = 1"));
        Assert.Equal(1, await city.Market.Host.ReadAsync(db => db.ApprovalCases.CountAsync()));
        Assert.Equal(2L, await city.CountAsync($"{NationalTables.Services} WHERE spsxslbm = '{Number}' AND xmdm = '2611-430104-04-01-100001' AND blsx = 5 AND sjsczt = 0"));
        Assert.Equal(2L, await city.CountAsync($"{NationalTables.Progress} WHERE blzt = '1' AND blyj = '已派发'"));
        Assert.Equal(2L, await city.CountAsync($"{NationalTables.SpecialProcedures} WHERE tbcxsx = 5"));
        var agency = (await city.Market.Host.ReadAsync(db => db.TaskOrders.OrderBy(order => order.Number).FirstAsync())).AgencyId!.Value;
        Assert.Equal(1L, await city.CountAsync($"{NationalTables.Services} WHERE zjjgdm = '{city.Market.World.AgencyOf(agency).CreditCode}'"));
    }

    [Fact]
    public async Task What_happens_to_a_task_follows_as_a_further_row_of_progress()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");
        await city.ExchangeAsync();
        var order = await city.Market.Host.ReadAsync(db => db.TaskOrders.AsNoTracking().OrderBy(row => row.Number).FirstAsync());
        var clerk = city.Market.World.AgencyOf(order.AgencyId!.Value).Clerk;

        await city.Market.RunAsync(clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
        await city.ExchangeAsync();

        Assert.Equal(1L, await city.CountAsync($"{NationalTables.Progress} WHERE zjfwsxslbm = '{order.Number}' AND blzt = '2' AND blr = '{clerk.DisplayName}'"));
        Assert.Equal(2L, await city.CountAsync(NationalTables.Services));
    }

    [Fact]
    public async Task A_case_that_cannot_be_taken_is_refused_with_the_reason_and_taken_when_it_was_corrected()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3", project: "1");
        await city.ExchangeAsync();

        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = -1 AND sbyy <> ''"));
        var refused = Assert.Single((await city.RowsAsync(ExchangeState.Refused)).Rows.Rows);
        Assert.Contains("项目代码", refused.Reason!, StringComparison.Ordinal);
        Assert.Equal("exchange-row-incoming", await city.Market.RefusalAsync(city.Market.World.Official, (PushExchangeRow push) => push.ExecuteAsync(refused.Id)));

        await city.SqlAsync("UPDATE market_bjjsb SET xmdm = '2611-430104-04-01-100001', clzt = 0");
        await city.ExchangeAsync();
        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = 1"));
        Assert.Single((await city.RowsAsync(ExchangeState.Taken)).Rows.Rows);
    }

    [Fact]
    public async Task Unknown_departments_and_unreadable_columns_are_refused_in_the_exchange_database()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync("SP-1", "3", department: TestData.Code(31));
        await city.PutCaseAsync("SP-2", "17");
        await city.PutCaseAsync("SP-3", "3", elements: "{");

        await city.ExchangeAsync();

        Assert.Equal(3L, await city.CountAsync("market_bjjsb WHERE clzt = -1 AND sbyy <> ''"));
        Assert.Equal(0, await city.Market.Host.ReadAsync(db => db.ApprovalCases.CountAsync()));
    }

    [Fact]
    public async Task What_the_collector_says_is_shown_and_a_failed_row_is_written_again_when_pushed()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");
        await city.ExchangeAsync();
        await city.SqlAsync($"UPDATE {NationalTables.Services} SET sjsczt = -1, sbyy = '项目代码不存在'");
        await city.SqlAsync($"UPDATE {NationalTables.Progress} SET sjsczt = 1");
        await city.ExchangeAsync();

        Assert.Equal(2, (await city.RowsAsync(ExchangeState.Uploaded)).Rows.Total);
        var failed = (await city.RowsAsync(ExchangeState.Failed)).Rows.Rows;
        Assert.Equal(["项目代码不存在", "项目代码不存在"], failed.Select(row => row.Reason));

        await city.Market.RunAsync(city.Market.World.Operator, (PushExchangeRow push) => push.ExecuteAsync(failed[0].Id));
        await city.ExchangeAsync();
        Assert.Equal(1L, await city.CountAsync($"{NationalTables.Services} WHERE sjsczt = 0 AND sbyy = ''"));
        Assert.Single((await city.RowsAsync(ExchangeState.Failed)).Rows.Rows);
    }

    [Fact]
    public async Task A_write_that_was_cut_off_before_it_was_noted_is_written_over_and_not_doubled()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");
        await city.ExchangeAsync();
        await city.Market.Host.ReadAsync(db => db.ExchangeRows.Where(row => row.State == ExchangeState.Written)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ExchangeState.Waiting)));

        await city.ExchangeAsync();

        Assert.Equal(2L, await city.CountAsync(NationalTables.Services));
        Assert.Equal(2L, await city.CountAsync(NationalTables.Progress));
    }

    [Fact]
    public async Task The_citys_own_tables_with_columns_of_a_fixed_width_and_without_a_time_are_read_as_they_are()
    {
        await using var city = await CityAsync(prepared: false);
        await city.SqlAsync(city.Front.Definition(NationalTables.Cases)
            .Replace("blzt varchar(400)", "blzt char(6)", StringComparison.Ordinal).Replace("blzt nvarchar(400)", "blzt nchar(6)", StringComparison.Ordinal)
            .Replace("spsxslbm varchar(400)", "spsxslbm char(60)", StringComparison.Ordinal).Replace("jzmj varchar(400)", "jzmj numeric(12,2)", StringComparison.Ordinal)
            .Replace(" NOT NULL,\n  clzt", ",\n  clzt", StringComparison.Ordinal));
        await city.ExchangeAsync();
        await city.PutCaseAsync(Number, "3");
        await city.SqlAsync("UPDATE market_bjjsb SET gxsj = NULL");

        await city.ExchangeAsync();

        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = 1 AND sbyy = ''"));
        Assert.Equal(Number, await city.Market.Host.ReadAsync(db => db.ExchangedCases.Select(row => row.ExternalNumber).SingleAsync()));
        Assert.Equal(2L, await city.CountAsync($"{NationalTables.Services} WHERE spsxslbm = '{Number}'"));
    }

    [Fact]
    public async Task A_key_and_a_reason_longer_than_their_columns_hold_nothing_up()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync("SP-1", "3", elements: "{" + new string('长', 900), serial: new string('k', 300));
        await city.PutCaseAsync(Number, "3");

        await city.ExchangeAsync();

        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = -1 AND sbyy LIKE '%长长%'"));
        Assert.Equal(1L, await city.CountAsync("market_bjjsb WHERE clzt = 1"));
        Assert.Single((await city.RowsAsync(ExchangeState.Refused)).Rows.Rows);
    }

    [Fact]
    public async Task A_row_that_the_exchange_database_does_not_accept_is_stuck_with_its_reason_and_the_others_are_written()
    {
        await using var city = await CityAsync(prepared: false);
        await city.SqlAsync(city.Front.Definition(NationalTables.SpecialProcedures)[..^2] + ", CONSTRAINT no_more_than_four CHECK (tbcxsx < 5)\n)");
        await city.ExchangeAsync();
        await city.PutCaseAsync(Number, "3");

        await city.ExchangeAsync();

        Assert.Equal(2L, await city.CountAsync(NationalTables.Services));
        Assert.Equal(0L, await city.CountAsync(NationalTables.SpecialProcedures));
        var stuck = await city.Market.RunAsync(city.Market.World.Operator, (ListStuckWork list) => list.ExecuteAsync());
        Assert.Equal(2, stuck.Count(row => row.Kind == StuckKind.Exchange && row.CanPush && row.Reason!.Contains("no_more_than_four", StringComparison.Ordinal)));

        await city.SqlAsync($"DROP TABLE {NationalTables.SpecialProcedures}");
        await city.SqlAsync(city.Front.Definition(NationalTables.SpecialProcedures));
        foreach (var row in stuck)
        {
            await city.Market.RunAsync(city.Market.World.Operator, (PushAgain push) => push.ExecuteAsync(row.Id));
        }

        await city.ExchangeAsync();
        Assert.Equal(2L, await city.CountAsync(NationalTables.SpecialProcedures));
        Assert.Empty(await city.Market.RunAsync(city.Market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()));
    }

    [Fact]
    public async Task A_refused_case_is_among_the_stuck_work_until_it_was_corrected()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "17");
        await city.ExchangeAsync();

        var stuck = Assert.Single(await city.Market.RunAsync(city.Market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()));
        Assert.Equal((StuckKind.Exchange, false), (stuck.Kind, stuck.CanPush));
        Assert.Contains("blzt", stuck.Reason!, StringComparison.Ordinal);
        Assert.Equal("exchange-row-incoming", await city.Market.RefusalAsync(city.Market.World.Operator, (PushAgain push) => push.ExecuteAsync(stuck.Id)));

        await city.SqlAsync("UPDATE market_bjjsb SET blzt = '3', clzt = 0");
        await city.ExchangeAsync();
        Assert.Empty(await city.Market.RunAsync(city.Market.World.Operator, (ListStuckWork list) => list.ExecuteAsync()));
    }

    [Fact]
    public async Task Rows_that_the_collector_never_takes_hide_none_that_it_took()
    {
        await using var city = await CityAsync();
        for (var i = 0; i < 35; i++)
        {
            await city.PutCaseAsync($"SP-{i}", "3");
        }

        await city.ExchangeAsync();
        Assert.Equal(70L, await city.CountAsync(NationalTables.Services));
        var last = await city.Market.Host.ReadAsync(db => db.ExchangeRows.AsNoTracking().Where(row => row.State == ExchangeState.Written)
            .OrderByDescending(row => row.ChangedAt).ThenByDescending(row => row.Id).FirstAsync());
        await city.SqlAsync($"UPDATE {last.Table} SET sjsczt = 1 WHERE dfsjzj = '{last.Key}'");

        await city.ExchangeAsync();

        Assert.Equal(last.Id, Assert.Single((await city.RowsAsync(ExchangeState.Uploaded)).Rows.Rows).Id);
    }

    [Fact]
    public async Task Another_department_sees_none_of_it()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");
        await city.ExchangeAsync();
        var row = (await city.RowsAsync(ExchangeState.Written)).Rows.Rows[0];

        Assert.Equal(0, (await city.Market.RunAsync(city.Market.World.OtherOfficial, (ListExchangeRows list) => list.ExecuteAsync(new PageRequest()))).Rows.Total);
        Assert.Equal("not-found", await city.Market.RefusalAsync(city.Market.World.OtherOfficial, (PushExchangeRow push) => push.ExecuteAsync(row.Id)));
    }

    private static async Task<City> CityAsync(bool prepared = true)
    {
        var directory = Directory.CreateTempSubdirectory("market-front-").FullName;
        var (front, _) = await DatabaseServer.Current.NewDatabaseAsync(directory);
        var market = await MarketFixture.StartAsync(options => options with { ExchangeProvider = front.Provider, ExchangeConnectionString = front.ConnectionString });
        var city = new City(market, front, directory);
        if (prepared)
        {
            await city.ExchangeAsync();
        }

        return city;
    }

    /// <summary>The market and the city's exchange database beside it.</summary>
    private sealed class City(MarketFixture market, MarketplaceOptions front, string directory) : IAsyncDisposable
    {
        private int _rows;

        public MarketFixture Market => market;

        public FrontDatabase Front => market.Host.Services.GetRequiredService<FrontDatabase>();

        public async Task ExchangeAsync()
        {
            await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<ExchangeWorker>().ExchangeAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<ExchangeWorker>().ExchangeAsync(TestContext.Current.CancellationToken);
        }

        public Task PutCaseAsync(
            string number, string status, string project = "2611-430104-04-01-100001", string department = TestData.DepartmentCode, string elements = "", string? serial = null) => SqlAsync($"""
            INSERT INTO market_bjjsb (lsh, spsxslbm, bmdm, spsxmc, xmdm, xmmc, jsdd, jzmj, sfzz, dwmc, dwdm, blzt, blr, ys, gxsj, clzt)
            VALUES ('{serial ?? (++_rows).ToString(System.Globalization.CultureInfo.InvariantCulture)}', '{number}', '{department}', '{ApprovalItems.PlanningPermit}', '{project}', '湘江云谷一期', '岳麓区测试路', '36500.5', '1',
                '湘江新城投资有限公司', '{TestData.Code(31)}', '{status}', '李审批', '{elements}', '2026-11-23 09:00:00', 0)
            """);

        public Task<ExchangeList> RowsAsync(ExchangeState state) =>
            market.RunAsync(market.World.Official, (ListExchangeRows list) => list.ExecuteAsync(new PageRequest(), state));

        public async Task SqlAsync(string sql)
        {
            await using var connection = await OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        public async Task<long> CountAsync(string from)
        {
            await using var connection = await OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT COUNT(*) FROM {from}";
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }

        public async ValueTask DisposeAsync()
        {
            await market.DisposeAsync();
            DatabaseServer.Release(front);
            Directory.Delete(directory, recursive: true);
        }

        private async Task<DbConnection> OpenAsync()
        {
            DbConnection connection = front.Provider switch
            {
                DatabaseProvider.Sqlite => new SqliteConnection(front.ConnectionString),
                DatabaseProvider.PostgreSql => new NpgsqlConnection(front.ConnectionString),
                _ => new SqlConnection(front.ConnectionString),
            };
            await connection.OpenAsync();
            return connection;
        }
    }
}

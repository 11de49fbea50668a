using System.Data.Common;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Exchange;
using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
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
    public async Task Another_department_sees_none_of_it()
    {
        await using var city = await CityAsync();
        await city.PutCaseAsync(Number, "3");
        await city.ExchangeAsync();
        var row = (await city.RowsAsync(ExchangeState.Written)).Rows.Rows[0];

        Assert.Equal(0, (await city.Market.RunAsync(city.Market.World.OtherOfficial, (ListExchangeRows list) => list.ExecuteAsync(new PageRequest()))).Rows.Total);
        Assert.Equal("not-found", await city.Market.RefusalAsync(city.Market.World.OtherOfficial, (PushExchangeRow push) => push.ExecuteAsync(row.Id)));
    }

    private static async Task<City> CityAsync()
    {
        var directory = Directory.CreateTempSubdirectory("market-front-").FullName;
        var (front, _) = await DatabaseServer.Current.NewDatabaseAsync(directory);
        var market = await MarketFixture.StartAsync(options => options with { ExchangeProvider = front.Provider, ExchangeConnectionString = front.ConnectionString });
        var city = new City(market, front, directory);
        await city.ExchangeAsync();
        return city;
    }

    /// <summary>The market and the city's exchange database beside it.</summary>
    private sealed class City(MarketFixture market, MarketplaceOptions front, string directory) : IAsyncDisposable
    {
        private int _rows;

        public MarketFixture Market => market;

        public async Task ExchangeAsync()
        {
            await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<ExchangeWorker>().ExchangeAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
            await market.Host.Services.GetRequiredService<ExchangeWorker>().ExchangeAsync(TestContext.Current.CancellationToken);
        }

        public Task PutCaseAsync(
            string number, string status, string project = "2611-430104-04-01-100001", string department = TestData.DepartmentCode, string elements = "") => SqlAsync($"""
            INSERT INTO market_bjjsb (lsh, spsxslbm, bmdm, spsxmc, xmdm, xmmc, jsdd, jzmj, sfzz, dwmc, dwdm, blzt, blr, ys, gxsj, clzt)
            VALUES ('{++_rows}', '{number}', '{department}', '{ApprovalItems.PlanningPermit}', '{project}', '湘江云谷一期', '岳麓区测试路', '36500.5', '1',
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

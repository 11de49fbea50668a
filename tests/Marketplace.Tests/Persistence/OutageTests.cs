using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Market.Marketplace.Tests.Persistence;

/// <summary>A database that cannot serve is said in a sentence, leaves nothing half, and serves again when it can.</summary>
public sealed class OutageTests
{
    [Fact]
    public void A_full_database_and_a_read_only_one_are_told_apart_by_number()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Execute(connection, "CREATE TABLE T (X BLOB)");
        Execute(connection, "PRAGMA max_page_count = 3");
        var full = Assert.Throws<SqliteException>(() => Execute(connection, "INSERT INTO T VALUES (zeroblob(100000))"));
        Execute(connection, "PRAGMA query_only = ON");
        var readOnly = Assert.Throws<SqliteException>(() => Execute(connection, "INSERT INTO T VALUES (1)"));

        Assert.Equal("store-full", Outages.Of(new DbUpdateException("", full))?.Code);
        Assert.Equal("store-read-only", Outages.Of(readOnly)?.Code);
        Assert.Equal("store-full", Outages.Of(new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.DiskFull))?.Code);
        Assert.Equal("store-read-only", Outages.Of(new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.ReadOnlySqlTransaction))?.Code);
        Assert.Equal("database-unavailable", Outages.Of(new PostgresException("", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown))?.Code);
        Assert.Equal("database-unavailable", Outages.Of(new PostgresException("", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow))?.Code);
        Assert.Null(Outages.Of(new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)));
        Assert.Null(Outages.Of(new InvalidOperationException()));
    }

    [Fact]
    public async Task An_operation_against_a_full_database_is_refused_whole_and_succeeds_when_there_is_room()
    {
        await using var market = await MarketFixture.StartAsync();
        Assert.SkipUnless(await market.Host.ReadAsync(db => Task.FromResult(db is SqliteMarketplaceDbContext)), "Only SQLite's size can be bounded from here.");
        await BoundAsync(market, 1);
        var (stored, refusal) = (0, "");
        while (refusal.Length == 0 && stored < 10_000)
        {
            try
            {
                await market.UploadAsync(market.World.Owner, BitConverter.GetBytes(stored), $"图纸{stored}.pdf");
                stored++;
            }
            catch (StoreUnavailableException e)
            {
                refusal = e.Code;
            }
        }

        var kept = await market.Host.ReadAsync(db => db.StoredFiles.CountAsync());
        await BoundAsync(market, 1_073_741_823);
        await market.UploadAsync(market.World.Owner, [1], "图纸.pdf");
        var report = await market.RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: false));

        Assert.Equal("store-full", refusal);
        Assert.Equal(stored, kept);
        Assert.Equal(stored + 1, await market.Host.ReadAsync(db => db.StoredFiles.CountAsync()));
        Assert.Equal(0, report.CountOf(FindingGravity.Damage));
    }

    [Fact]
    public async Task A_schema_that_was_upgraded_in_part_is_refused_by_the_name_of_its_table()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.Host.ReadAsync(db => db.Database.ExecuteSqlRawAsync(
            db is SqlServerMarketplaceDbContext ? "EXEC sp_rename 'InboxItems', 'InboxItemsBefore'" : "ALTER TABLE \"InboxItems\" RENAME TO \"InboxItemsBefore\""));

        var refusal = await Assert.ThrowsAsync<IncompleteSchemaException>(() => MarketDatabase.MigrateAsync(market.Host.Services, TestContext.Current.CancellationToken));

        Assert.Equal("InboxItems", refusal.Table);
    }

    // The bound belongs to the connection, and one after another uses the same one of the pool. Less than there is means: no more.
    private static Task<int> BoundAsync(MarketFixture market, int pages) => market.Host.ReadAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA max_page_count = {pages}";
        return Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    });

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Persistence;

public sealed class MigrationTests
{
    [Fact]
    public void The_model_and_every_set_of_migrations_agree()
    {
        using var sqlite = new SqliteMarketplaceDbContext(
            (DbContextOptions<SqliteMarketplaceDbContext>)new DbContextOptionsBuilder<SqliteMarketplaceDbContext>().UseMarketSqlite("Data Source=:memory:").Options);
        using var postgres = new PostgreSqlMarketplaceDbContext(
            (DbContextOptions<PostgreSqlMarketplaceDbContext>)new DbContextOptionsBuilder<PostgreSqlMarketplaceDbContext>().UseMarketPostgreSql("Host=localhost").Options);
        using var sqlServer = new SqlServerMarketplaceDbContext(
            (DbContextOptions<SqlServerMarketplaceDbContext>)new DbContextOptionsBuilder<SqlServerMarketplaceDbContext>().UseMarketSqlServer("Server=localhost").Options);

        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(postgres.Database.HasPendingModelChanges());
        Assert.False(sqlServer.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Instants_are_kept_to_the_microsecond_and_sort_in_the_database()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();

        var newest = await market.Host.ReadAsync(db => db.LedgerEntries.OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Sequence).FirstAsync());

        Assert.Equal(TimeSpan.Zero, newest.At.Offset);
        Assert.InRange(newest.At, market.Clock.GetUtcNow() - TimeSpan.FromMinutes(1), market.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        await using var market = await MarketFixture.StartAsync();

        await MarketDatabase.MigrateAsync(market.Host.Services, TestContext.Current.CancellationToken);

        Assert.False(await MarketDatabase.IsEmptyAsync(market.Host.Services, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_start_that_was_killed_while_it_migrated_does_not_stop_the_next_one()
    {
        var directory = Directory.CreateTempSubdirectory("market-test-").FullName;
        var file = $"Data Source={Path.Combine(directory, "market.db")}";
        await using (var db = new SqliteMarketplaceDbContext(
            (DbContextOptions<SqliteMarketplaceDbContext>)new DbContextOptionsBuilder<SqliteMarketplaceDbContext>().UseMarketSqlite(file).Options))
        {
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL); INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-23')",
                TestContext.Current.CancellationToken);
        }

        var options = new MarketplaceOptions { Provider = DatabaseProvider.Sqlite, ConnectionString = file, DataDirectory = directory };
        await using var market = new MarketHost(options, new TestClock(TestClock.Monday));
        await MarketDatabase.MigrateAsync(market.Services, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.True(await MarketDatabase.IsEmptyAsync(market.Services, TestContext.Current.CancellationToken));
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(file);
        Microsoft.Data.Sqlite.SqliteConnection.ClearPool(connection);
        Directory.Delete(directory, recursive: true);
    }
}

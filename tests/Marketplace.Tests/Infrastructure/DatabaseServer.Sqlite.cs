#if !POSTGRESQL && !SQLSERVER
using Market.Marketplace.Persistence;
using Microsoft.Data.Sqlite;

namespace Market.Marketplace.Tests.Infrastructure;

public sealed partial class DatabaseServer
{
    private readonly string _template = Directory.CreateTempSubdirectory("market-test-template-").FullName;
    private World? _world;

    public async ValueTask InitializeAsync()
    {
        var options = OptionsIn(_template);
        _world = await BuildAsync(options);
        await using (var connection = new SqliteConnection(options.ConnectionString))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;";
            await command.ExecuteNonQueryAsync();
        }

        SqliteConnection.ClearAllPools();
        _current = this;
    }

    internal Task<(MarketplaceOptions Options, World World)> NewDatabaseAsync(string directory)
    {
        File.Copy(Path.Combine(_template, "market.db"), Path.Combine(directory, "market.db"));
        return Task.FromResult((OptionsIn(directory), _world!));
    }

    /// <summary>An installation with nothing in it, not even tables.</summary>
    internal static Task<MarketplaceOptions> BlankAsync(string directory) => Task.FromResult(OptionsIn(directory));

    internal static void Release(MarketplaceOptions options)
    {
        using var connection = new SqliteConnection(options.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_template, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static MarketplaceOptions OptionsIn(string directory) =>
        OptionsFor(DatabaseProvider.Sqlite, $"Data Source={Path.Combine(directory, "market.db")}", directory);
}
#endif

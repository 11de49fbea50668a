#if SQLSERVER
using Market.Marketplace.Persistence;
using Microsoft.Data.SqlClient;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>Databases on the server that MARKET_TEST_SQLSERVER names; without it every test that needs one is left out.</summary>
public sealed partial class DatabaseServer
{
    private readonly string? _server = Environment.GetEnvironmentVariable("MARKET_TEST_SQLSERVER");
    private readonly string _run = Guid.CreateVersion7().ToString("N");
    private readonly List<string> _made = [];
    private int _databases;

    public ValueTask InitializeAsync()
    {
        _current = this;
        return ValueTask.CompletedTask;
    }

    internal async Task<(MarketplaceOptions Options, World World)> NewDatabaseAsync(string directory)
    {
        Assert.SkipWhen(_server is null, "MARKET_TEST_SQLSERVER holds no connection string, so there is no SQL Server to test on.");
        var name = $"market_test_{_run}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE [{name}]");
        lock (_made)
        {
            _made.Add(name);
        }

        var connectionString = new SqlConnectionStringBuilder(_server) { InitialCatalog = name }.ConnectionString;
        var options = OptionsFor(DatabaseProvider.SqlServer, connectionString, directory);
        return (options, await BuildAsync(options));
    }

    /// <summary>SQL Server's own administrator backs it up, so nothing is restored into a blank one here.</summary>
    internal static Task<MarketplaceOptions> BlankAsync(string directory)
    {
        Assert.Skip("SQL Server is backed up and restored by its own administrator.");
        return Task.FromResult(OptionsFor(DatabaseProvider.SqlServer, "", directory));
    }

    internal static void Release(MarketplaceOptions options)
    {
        using var connection = new SqlConnection(options.ConnectionString);
        SqlConnection.ClearPool(connection);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _made)
        {
            await ExecuteAsync($"DROP DATABASE [{name}]");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
#endif

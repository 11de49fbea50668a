#if POSTGRESQL
using Market.Marketplace.Persistence;
using Market.Testing;
using Npgsql;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>Databases on a PostgreSQL server of the run's own, each a copy of one template.</summary>
public sealed partial class DatabaseServer
{
    private const string Template = "market_template";
    private readonly SemaphoreSlim _cloning = new(1, 1);
    private PostgreSqlServer? _server;
    private World? _world;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartAsync();
        await _server.ExecuteAsync($"CREATE DATABASE {Template}");
        var directory = Directory.CreateDirectory(Path.Combine(_server.Directory, "template")).FullName;
        _world = await BuildAsync(OptionsFor(DatabaseProvider.PostgreSql, _server.ConnectionString(Template), directory));
        NpgsqlConnection.ClearAllPools();
        _current = this;
    }

    internal async Task<(MarketplaceOptions Options, World World)> NewDatabaseAsync(string directory)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await _cloning.WaitAsync();
        try
        {
            await _server!.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        finally
        {
            _cloning.Release();
        }

        return (OptionsFor(DatabaseProvider.PostgreSql, _server.ConnectionString(name), directory), _world!);
    }

    /// <summary>An installation with nothing in it, not even tables.</summary>
    internal static async Task<MarketplaceOptions> BlankAsync(string directory)
    {
        var name = $"blank_{Interlocked.Increment(ref Current._databases)}";
        await Current._server!.ExecuteAsync($"CREATE DATABASE {name}");
        return OptionsFor(DatabaseProvider.PostgreSql, Current._server.ConnectionString(name), directory);
    }

    internal static void Release(MarketplaceOptions options)
    {
        using var connection = new NpgsqlConnection(options.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public async ValueTask DisposeAsync()
    {
        _cloning.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
#endif

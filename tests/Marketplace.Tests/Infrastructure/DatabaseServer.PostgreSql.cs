#if POSTGRESQL
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Market.Marketplace.Persistence;
using Npgsql;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>A PostgreSQL server of the run's own, on a free port, as an ordinary user. A shell waits beside it for its input
/// to close: however this process ends, the server stops and its directory goes.</summary>
public sealed partial class DatabaseServer
{
    private const string Template = "market_template";
    private readonly string _directory = Directory.CreateTempSubdirectory("market-test-postgres-").FullName;
    private readonly int _port = FreePort();
    private readonly SemaphoreSlim _cloning = new(1, 1);
    private Process? _server;
    private World? _world;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        var data = Path.Combine(_directory, "data");
        var binaries = Binaries();
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", OrdinaryUser(), _directory);
        }

        Run([.. AsOrdinaryUser(), Path.Combine(binaries, "initdb"), "-D", data, "-U", "market", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        var script =
            $"'{Path.Combine(binaries, "postgres")}' -D '{data}' -p {_port} -k '{_directory}' -c listen_addresses=127.0.0.1 "
            + "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300 -c shared_buffers=128MB "
            + $">'{_directory}/log' 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf '{data}'";
        _server = Start([.. AsOrdinaryUser(), "sh", "-c", script]);
        await WaitAsync();
        await ExecuteAsync($"CREATE DATABASE {Template}");
        var directory = Directory.CreateDirectory(Path.Combine(_directory, "template")).FullName;
        _world = await BuildAsync(OptionsFor(DatabaseProvider.PostgreSql, ConnectionString(Template), directory));
        NpgsqlConnection.ClearAllPools();
        _current = this;
    }

    internal async Task<(MarketplaceOptions Options, World World)> NewDatabaseAsync(string directory)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await _cloning.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        }
        finally
        {
            _cloning.Release();
        }

        return (OptionsFor(DatabaseProvider.PostgreSql, ConnectionString(name), directory), _world!);
    }

    internal static void Release(MarketplaceOptions options)
    {
        using var connection = new NpgsqlConnection(options.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        _cloning.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string Binaries()
    {
        IEnumerable<string> places =
        [
            .. Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
                : [],
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        ];
        return places.FirstOrDefault(place => File.Exists(Path.Combine(place, "initdb")) && File.Exists(Path.Combine(place, "postgres")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: ./dev setup installs it.");
    }

    private static string OrdinaryUser() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal))
        ? "postgres"
        : "nobody";

    // PostgreSQL refuses to run as root.
    private static string[] AsOrdinaryUser() => Environment.IsPrivilegedProcess ? ["runuser", "-u", OrdinaryUser(), "--"] : [];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Start(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardOutput = true;
        return Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
    }

    private static void Run(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}: {output}");
        }
    }

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Database={database};Username=market;Maximum Pool Size=30;Include Error Detail=true";

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 200 && _server is { HasExited: false })
            {
                await Task.Delay(50);
            }
        }
    }
}
#endif

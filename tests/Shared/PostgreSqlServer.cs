using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Market.Testing;

/// <summary>A PostgreSQL server of the run's own, on a free port, as an ordinary user. A shell waits beside it for its input to close:
/// however this process ends, the server stops and its directory goes.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly int _port = FreePort();
    private Process? _server;

    /// <summary>Where the server keeps its data; deleted in the end.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("market-test-postgres-").FullName;

    /// <summary>Starts it.</summary>
    /// <param name="isDurable">Whether an acknowledged commit is on disk: what a test of crashes of the program does not need.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool isDurable = false)
    {
        var server = new PostgreSqlServer();
        await server.InitializeAsync(isDurable);
        return server;
    }

    /// <summary>How to reach one of its databases.</summary>
    public string ConnectionString(string database, int largestPool = 30) =>
        $"Host=127.0.0.1;Port={_port};Database={database};Username=market;Maximum Pool Size={largestPool};Include Error Detail=true";

    /// <summary>Runs a statement as the owner of everything.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task InitializeAsync(bool isDurable)
    {
        var data = Path.Combine(Directory, "data");
        var binaries = Binaries();
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", OrdinaryUser(), Directory);
        }

        Run([.. AsOrdinaryUser(), Path.Combine(binaries, "initdb"), "-D", data, "-U", "market", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        var durability = isDurable ? "" : "-c fsync=off -c full_page_writes=off -c synchronous_commit=off ";
        var script =
            $"'{Path.Combine(binaries, "postgres")}' -D '{data}' -p {_port} -k '{Directory}' -c listen_addresses=127.0.0.1 {durability}"
            + "-c max_connections=300 -c shared_buffers=128MB "
            + $">'{Directory}/log' 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf '{data}'";
        _server = Start([.. AsOrdinaryUser(), "sh", "-c", script]);
        await WaitAsync();
    }

    private static string Binaries()
    {
        IEnumerable<string> places =
        [
            .. System.IO.Directory.Exists("/usr/lib/postgresql")
                ? System.IO.Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin"))
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

    private async Task WaitAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && _server is { HasExited: false })
            {
                await Task.Delay(50);
            }
        }
    }
}

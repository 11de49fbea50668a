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
    private string _durability = "";
    private readonly Stack<Process> _shells = new();

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

    /// <summary>Ends the server as a power cut does, or a failover: no client is told anything. Its data stay.</summary>
    public async Task KillAsync()
    {
        var file = Path.Combine(Directory, "data", "postmaster.pid");
        Run([.. AsOrdinaryUser(), "sh", "-c", $"kill -QUIT $(head -n 1 '{file}')"]);
        while (File.Exists(file))
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Starts a killed server again, at the same port on the same data.</summary>
    public Task StartAgainAsync() => LaunchAsync();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The last one first: the server that runs is its.
        while (_shells.TryPop(out var shell))
        {
            shell.StandardInput.Close();
            await shell.WaitForExitAsync();
            shell.Dispose();
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
        _durability = isDurable ? "" : "-c fsync=off -c full_page_writes=off -c synchronous_commit=off ";
        await LaunchAsync();
    }

    private async Task LaunchAsync()
    {
        var data = Path.Combine(Directory, "data");
        var script =
            $"'{Path.Combine(Binaries(), "postgres")}' -D '{data}' -p {_port} -k '{Directory}' -c listen_addresses=127.0.0.1 {_durability}"
            + "-c max_connections=300 -c shared_buffers=128MB "
            + $">'{Directory}/log' 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server; rm -rf '{data}'";
        var shell = Start([.. AsOrdinaryUser(), "sh", "-c", script]);
        _shells.Push(shell);
        await WaitAsync(shell);
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

    private async Task WaitAsync(Process shell)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 1200 && !shell.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Market.Testing;

namespace Market.E2E.Nodes;

/// <summary>One node: the real program in a process of its own, on a database and a directory that it shares with the others.</summary>
internal sealed class WebNode : IAsyncDisposable
{
    private const int KeptLines = 300;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(10);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string _connectionString;
    private readonly string _directory;
    private readonly string _publicUrl;
    private Process? _process;

    public WebNode(string connectionString, string directory, string publicUrl)
    {
        (_connectionString, _directory, _publicUrl) = (connectionString, directory, publicUrl);
        Port = PostgreSqlServer.FreePort();
        Address = new Uri($"http://127.0.0.1:{Port}/");
    }

    public int Port { get; }

    /// <summary>Where it answers without the proxy.</summary>
    public Uri Address { get; }

    /// <summary>The last it said.</summary>
    public string Output => string.Join('\n', _output);

    public void Start()
    {
        var assembly = Path.Combine(Repository.Root, "artifacts", "bin", "Market.Web", Repository.Configuration, "Market.Web.dll");
        Assert.True(File.Exists(assembly), $"{assembly} is missing: build the solution first.");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_TieredPGO"] = "0" },
        };
        string[] arguments =
        [
            assembly, "--urls", Address.ToString(), "--Data:Directory", _directory, "--Site:PublicUrl", _publicUrl,
            "--Database:Provider", "PostgreSql", "--Database:ConnectionString", _connectionString, "--RateLimits:SignInsPerMinute", "1000000",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Task UntilReadyAsync() => StartedProgram.UntilReadyAsync(_process!, new Uri(Address, "health/ready"), StartLimit, () => Output);

    /// <summary>Ends it as a power cut does: SIGKILL, no last words.</summary>
    public async Task KillAsync()
    {
        StartedProgram.RequireRunning(_process!, () => Output);
        _process!.Kill(entireProcessTree: true);
        await EndedAsync();
    }

    /// <summary>Ends it as an administrator does: SIGTERM, and time to finish what it has begun.</summary>
    public async Task StopAsync()
    {
        StartedProgram.RequireRunning(_process!, () => Output);
        using (var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        await EndedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await EndedAsync();
        }
    }

    private async Task EndedAsync()
    {
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    private void Keep(string? line)
    {
        _output.Enqueue(line ?? "");
        while (_output.Count > KeptLines && _output.TryDequeue(out _))
        {
            // The oldest goes.
        }
    }
}

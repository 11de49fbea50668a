using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Market.Testing;

namespace Market.Marketplace.Tests.Chaos;

/// <summary>The Web program as its own process on a database that is there already, without the demonstration; it is started and
/// killed as often as wanted, always at the same address.</summary>
internal sealed class WebProcess : IAsyncDisposable
{
    private const int KeptLines = 200;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ProcessStartInfo _command;
    private Process? _process;

    public WebProcess(MarketplaceOptions options, string directory)
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        var assembly = Path.Combine(RenderedDocument.Repository, "artifacts", "bin", "Market.Web", configuration, "Market.Web.dll");
        Assert.True(File.Exists(assembly), $"{assembly} is missing: build src/Web first.");
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _command = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(RenderedDocument.Repository, "src", "Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["DOTNET_TieredPGO"] = "0" },
        };
        string[] arguments =
        [
            assembly, "--urls", Address.ToString(), "--Data:Directory", directory, "--Demonstration:Enabled", "false",
            "--Database:Provider", options.Provider.ToString(),
            .. options.Provider == DatabaseProvider.Sqlite ? Array.Empty<string>() : ["--Database:ConnectionString", options.ConnectionString!],
        ];
        foreach (var argument in arguments)
        {
            _command.ArgumentList.Add(argument);
        }
    }

    /// <summary>Where it answers while it lives.</summary>
    public Uri Address { get; }

    /// <summary>The last it said.</summary>
    public string Output => string.Join('\n', _output);

    public void Start()
    {
        _process = Process.Start(_command)!;
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
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }

    private void Keep(string? line)
    {
        _output.Enqueue(line ?? "");
        while (_output.Count > KeptLines && _output.TryDequeue(out _))
        {
            // The oldest goes.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

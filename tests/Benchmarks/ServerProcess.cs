using System.Diagnostics;
using System.Globalization;
using Market.Marketplace;
using Market.Testing;

namespace Market.Benchmarks;

/// <summary>A server under measurement, in a process of its own.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly string _ready;

    public ServerProcess(string project, string workingDirectory, MarketplaceOptions options, string ready, string[]? verb = null, ProcessorShare? share = null)
    {
        // artifacts/bin/PROJECT/CONFIGURATION/PROJECT.dll
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var binaries = configuration.Parent!.Parent!;
        var port = PostgreSqlServer.FreePort();
        _ready = ready;
        Http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
        var start = new ProcessStartInfo(share?.Enter[0] ?? "dotnet")
        {
            WorkingDirectory = Path.Combine(binaries.Parent!.Parent!.FullName, workingDirectory),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        string[] arguments =
        [
            .. share is null ? Array.Empty<string>() : [.. share.Enter[1..], "dotnet"],
            Path.Combine(binaries.FullName, project, configuration.Name, $"{project}.dll"), .. verb ?? [], "--urls", Http.BaseAddress!.ToString(), "--Data:Directory", options.DataDirectory,
            "--Database:Provider", options.Provider.ToString(), "--Database:ConnectionString", options.ConnectionString!, "--Logging:LogLevel:Default", "Warning",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + "\n");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>What it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public Task UntilReadyAsync() => StartedProgram.UntilReadyAsync(_process, new Uri(Http.BaseAddress!, _ready), StartLimit, () => "");

    public void Dispose()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}

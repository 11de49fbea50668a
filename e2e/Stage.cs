using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Market.E2E;
using Market.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Market.E2E;

/// <summary>
/// The whole system as a user meets it: the Web program started as its own process on embedded defaults, with
/// demonstration data in a directory of its own, and one headless Chromium.
/// </summary>
public class Stage : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    /// <summary>How long a page may take to show what is expected; generous, so that a busy machine is not a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] BrowserArguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        "--disable-component-update", "--disable-sync", "--disable-quic",
    ];

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _web;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the system answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The data directory of this run.</summary>
    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("market-e2e-").FullName;

    /// <summary>What the program is told beyond where it is and where its data are.</summary>
    protected virtual IReadOnlyList<string> Arguments => [];

    /// <summary>The program's process, for who measures it.</summary>
    public int ProcessId => _web!.Id;

    /// <summary>The development root certificate, PEM.</summary>
    public string DevelopmentRoot => Path.Combine(DataDirectory, "development-pki", "root.pem");

    /// <summary>Everything the program printed.</summary>
    public string Output => string.Join('\n', _output);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Address = new Uri($"http://localhost:{FreePort()}");
        await StartAsync();
        Assertions.SetDefaultExpectTimeout((float)Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await LaunchAsync(_playwright);
    }

    /// <summary>Starts a browser without a window.</summary>
    internal static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Environment.GetEnvironmentVariable("MARKET_CHROMIUM") ?? "/usr/bin/chromium",
        Args = BrowserArguments,
    });

    /// <summary>Starts the program on this stage's data and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        _web = Start();
        await UntilReadyAsync();
    }

    /// <summary>Ends the program as a power cut does: SIGKILL, no last words.</summary>
    public async Task KillAsync()
    {
        _web!.Kill(entireProcessTree: true);
        await _web.WaitForExitAsync();
        _web.Dispose();
    }

    /// <summary>A person at a computer of their own: a browser context that shares nothing with the others.</summary>
    public async Task<Person> EnterAsync(string? userName = null, bool phone = false, string language = "zh-CN")
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            AcceptDownloads = true,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1366, Height = 768 },
        });
        var person = new Person(context, await context.NewPageAsync(), userName);
        if (userName is not null)
        {
            await person.SignInAsync();
        }

        return person;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_web is { HasExited: false })
        {
            _web.Kill(entireProcessTree: true);
            await _web.WaitForExitAsync();
        }

        _web?.Dispose();
        Directory.Delete(DataDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private Process Start()
    {
        var assembly = Path.Combine(Repository.Root, "artifacts", "bin", "Market.Web", Repository.Configuration, "Market.Web.dll");
        Assert.True(File.Exists(assembly), $"{assembly} is missing: build the solution first.");
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "Web"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development" },
        };
        foreach (var argument in (string[])[assembly, "--urls", Address.ToString(), "--Data:Directory", DataDirectory, .. Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var web = Process.Start(start)!;
        web.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        web.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        web.BeginOutputReadLine();
        web.BeginErrorReadLine();
        return web;
    }

    private Task UntilReadyAsync() => StartedProgram.UntilReadyAsync(_web!, new Uri(Address, "health/ready"), StartLimit, () => Output);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

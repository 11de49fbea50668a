using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Market.Marketplace;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Market.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Benchmarks;

/// <summary>What the door of the marketplace costs a request: the interface of the real program and bare endpoints that do the same single query or
/// update, each in a process of its own on the same database, in turns.</summary>
internal static class ApiBench
{
    private const int Callers = 8;
    private const int Rounds = 5;
    internal const string Item = "ZJ-2-02";
    /// <summary>Enough for the compiler's second look at both, however slow the machine; and no longer than this.</summary>
    private const int WarmUpRequests = 3000;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public static IReadOnlyList<string> Header { get; } =
    [
        "| database | request | program, /s | bare, /s | throughput | program, ms of processor | bare, ms of processor | by processor time | failed | load |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ];

    /// <summary>Measures on one database.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(DatabaseProvider provider)
    {
        var directory = Directory.CreateTempSubdirectory("market-bench-api-").FullName;
        try
        {
            return await RunInAsync(provider, directory);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<string>> RunInAsync(DatabaseProvider provider, string directory)
    {
        await using var postgres = provider == DatabaseProvider.PostgreSql ? await PostgreSqlServer.StartAsync(isDurable: true) : null;
        if (postgres is not null)
        {
            await postgres.ExecuteAsync("CREATE DATABASE market");
        }

        var connection = postgres?.ConnectionString("market") ?? $"Data Source={Path.Combine(directory, "market.db")}";
        var options = new MarketplaceOptions { Provider = provider, ConnectionString = connection, DataDirectory = directory };
        using var program = new ServerProcess("Market.Web", "src/Web", options, "health/ready");
        await program.UntilReadyAsync();
        using var bare = new ServerProcess("Market.Benchmarks", "", options, $"bare/{Item}", ["api-child"]);
        await bare.UntilReadyAsync();
        var key = await KeyAsync(options);
        var endpoints = await EnterEndpointsAsync(program, key);

        var rows = new List<string>
        {
            await MeasureAsync(provider, "one row read", program, bare, (_, _) => Get($"api/v1/service-items/{Item}"), (_, _) => Get($"bare/{Item}")),
            await MeasureAsync(
                provider, "one change, once for its key", program, bare,
                (caller, n) => Switch($"api/v1/webhook-endpoints/{endpoints[caller]}/status", n, key), (caller, n) => Switch($"bare/{endpoints[caller]}", n, null)),
        };
        return rows;
    }

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    internal static HttpRequestMessage Switch(string path, long n, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(new { active = n % 2 == 0 }) };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        }

        return request;
    }

    private static async Task<string> MeasureAsync(
        DatabaseProvider provider, string what, ServerProcess program, ServerProcess bare, Func<int, long, HttpRequestMessage> ofProgram, Func<int, long, HttpRequestMessage> ofBare)
    {
        await DriveAsync(program, ofProgram, LongestWarmUp, WarmUpRequests);
        await DriveAsync(bare, ofBare, LongestWarmUp, WarmUpRequests);
        var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
        var (programs, bares) = (new List<Measured>(), new List<Measured>());
        for (var round = 0; round < Rounds; round++)
        {
            programs.Add(await DriveAsync(program, ofProgram, Round));
            bares.Add(await DriveAsync(bare, ofBare, Round));
        }

        var throughput = Median(programs.Zip(bares, (one, other) => one.PerSecond / other.PerSecond));
        var processor = Median(programs.Zip(bares, (one, other) => other.ProcessorMs / one.ProcessorMs));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {provider} | {what} | {Median(programs.Select(one => one.PerSecond)):0} | {Median(bares.Select(one => one.PerSecond)):0} | {throughput:P0} | {Median(programs.Select(one => one.ProcessorMs)):0.00} | {Median(bares.Select(one => one.ProcessorMs)):0.00} | {processor:P0} | {programs.Concat(bares).Sum(one => one.Failed)} | {load} |");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<Measured> DriveAsync(ServerProcess server, Func<int, long, HttpRequestMessage> next, TimeSpan time, long most = long.MaxValue)
    {
        var (done, failed) = (0L, 0L);
        var before = server.ProcessorTime;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var n = 0L; Stopwatch.GetElapsedTime(started) < time && Interlocked.Read(ref done) < most; n++)
            {
                using var request = next(caller, n);
                using var answer = await server.Http.SendAsync(request);
                await answer.Content.ReadAsByteArrayAsync();
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref done : ref failed);
            }
        })));
        var took = Stopwatch.GetElapsedTime(started);
        return new Measured(done / took.TotalSeconds, (server.ProcessorTime - before).TotalMilliseconds / Math.Max(done, 1), failed);
    }

    internal static async Task<string> KeyAsync(MarketplaceOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMarketplace(options);
        await using var door = services.BuildServiceProvider();
        await using var scope = door.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Users.SingleAsync(row => row.UserName == "guanli1");
        var runner = door.GetRequiredService<OperationRunner>();
        var actor = await runner.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(user.Id));
        return (await runner.RunAsync(actor!, (ProposeApiClient propose) => propose.ExecuteAsync("测量", [ApiScopes.ManageWebhooks]))).Key;
    }

    internal static async Task<List<Guid>> EnterEndpointsAsync(ServerProcess program, string key)
    {
        var entered = new List<Guid>();
        for (var i = 0; i < Callers; i++)
        {
            using var request = Switch("api/v1/webhook-endpoints", 0, key);
            request.Content = JsonContent.Create(new { url = $"http://127.0.0.1:9/{i}" });
            using var answer = await program.Http.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            entered.Add((await answer.Content.ReadFromJsonAsync<WebhookSecret>())!.Id);
        }

        return entered;
    }

    private sealed record Measured(double PerSecond, double ProcessorMs, long Failed);
}

using System.Diagnostics;
using System.Globalization;
using Market.Marketplace;
using Market.Marketplace.Persistence;
using Market.Testing;

namespace Market.Benchmarks;

/// <summary>What a second node adds: the same mixed load - nine readings of the interface and of pages to one change - on one node and on two, on one
/// PostgreSQL database and one data directory, each node bound to a processor core of its own.</summary>
internal static class NodesBench
{
    private const int Callers = 8;
    private const int Rounds = 5;
    private const int ReadsOfAChange = 9;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static readonly string[] Reads = [$"api/v1/service-items/{ApiBench.Item}", "api/v1/service-items", "items", "api/v1/agencies", "agencies"];

    public static async Task<IReadOnlyList<string>> RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("market-bench-nodes-").FullName;
        try
        {
            await using var postgres = await PostgreSqlServer.StartAsync(isDurable: true);
            await postgres.ExecuteAsync("CREATE DATABASE market");
            var options = new MarketplaceOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = postgres.ConnectionString("market"), DataDirectory = directory };
            using var first = new ServerProcess("Market.Web", "src/Web", options, "health/ready", core: 0);
            await first.UntilReadyAsync();
            using var second = new ServerProcess("Market.Web", "src/Web", options, "health/ready", core: 1);
            await second.UntilReadyAsync();
            var key = await ApiBench.KeyAsync(options);
            var endpoints = await ApiBench.EnterEndpointsAsync(first, key);
            ServerProcess[] alone = [first], both = [first, second];
            await DriveAsync(both, endpoints, key, WarmUp);
            var (ones, twos, processors) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                ones.Add((await DriveAsync(alone, endpoints, key, Round)).PerSecond);
                var (perSecond, processor) = await DriveAsync(both, endpoints, key, Round);
                twos.Add(perSecond);
                processors.Add(processor);
            }

            var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
            return
            [
                "| cores | one node, /s | two nodes, /s | two to one | processor of both nodes, cores | load |",
                "|---|---|---|---|---|---|",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Environment.ProcessorCount} | {Median(ones):0} | {Median(twos):0} | {Median(twos.Zip(ones, (two, one) => two / one)):0.00} | {Median(processors):0.00} | {load} |"),
            ];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<(double PerSecond, double Processor)> DriveAsync(ServerProcess[] nodes, List<Guid> endpoints, string key, TimeSpan time)
    {
        var (done, failed) = (0L, 0L);
        var before = nodes.Sum(node => node.ProcessorTime.TotalSeconds);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            // A caller stays with its node, as the proxy keeps it.
            var node = nodes[caller % nodes.Length];
            for (var n = 0L; Stopwatch.GetElapsedTime(started) < time; n++)
            {
                using var request = n % (ReadsOfAChange + 1) == ReadsOfAChange
                    ? ApiBench.Switch($"api/v1/webhook-endpoints/{endpoints[caller]}/status", n / (ReadsOfAChange + 1), key)
                    : new HttpRequestMessage(HttpMethod.Get, Reads[n % Reads.Length]);
                using var answer = await node.Http.SendAsync(request);
                await answer.Content.ReadAsByteArrayAsync();
                Interlocked.Increment(ref answer.IsSuccessStatusCode ? ref done : ref failed);
            }
        })));
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return failed > 0
            ? throw new InvalidOperationException($"{failed} requests failed.")
            : (done / took, (nodes.Sum(node => node.ProcessorTime.TotalSeconds) - before) / took);
    }
}

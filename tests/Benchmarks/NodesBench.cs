using System.Diagnostics;
using System.Globalization;
using Market.Marketplace;
using Market.Marketplace.Persistence;
using Market.Testing;

namespace Market.Benchmarks;

/// <summary>What a second node adds: the same mixed load - nine readings of the interface and of pages to one change - on one node and on two, on one
/// PostgreSQL database and one data directory. Each node has a share of a core of its own, as a container has, and this share is what limits it: database
/// and callers have the rest of the machine, and the table tells how much of it they and the nodes used.</summary>
internal static class NodesBench
{
    private const int Callers = 8;

    /// <summary>Two nodes of this size leave well over half of a machine of two cores to the database and the callers.</summary>
    private const double Share = 0.3;
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
            using var firstShare = new ProcessorShare("node1");
            using var secondShare = new ProcessorShare("node2");
            using var first = new ServerProcess("Market.Web", "src/Web", options, "health/ready", share: firstShare);
            await first.UntilReadyAsync();
            using var second = new ServerProcess("Market.Web", "src/Web", options, "health/ready", share: secondShare);
            await second.UntilReadyAsync();
            var key = await ApiBench.KeyAsync(options);
            var endpoints = await ApiBench.EnterEndpointsAsync(first, key);
            ServerProcess[] alone = [first], both = [first, second];
            await DriveAsync(both, endpoints, key, WarmUp);
            firstShare.LimitTo(Share);
            secondShare.LimitTo(Share);
            var (ones, twos, alones, boths, idles) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                var one = await DriveAsync(alone, endpoints, key, Round);
                ones.Add(one.PerSecond);
                alones.Add(one.Processor);
                var two = await DriveAsync(both, endpoints, key, Round);
                twos.Add(two.PerSecond);
                boths.Add(two.Processor);
                idles.Add(two.Idle);
            }

            var load = (await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0];
            return
            [
                "| cores | share of a node, cores | one node, /s | two nodes, /s | two to one | processor of one, cores | of two, cores | cores idle beside two | load |",
                "|---|---|---|---|---|---|---|---|---|",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Environment.ProcessorCount} | {Share} | {Median(ones):0} | {Median(twos):0} | {Median(twos.Zip(ones, (two, one) => two / one)):0.00} | {Median(alones):0.00} | {Median(boths):0.00} | {Median(idles):0.00} | {load} |"),
            ];
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    private static async Task<(double PerSecond, double Processor, double Idle)> DriveAsync(ServerProcess[] nodes, List<Guid> endpoints, string key, TimeSpan time)
    {
        var (done, failed) = (0L, 0L);
        var (before, idle) = (nodes.Sum(node => node.ProcessorTime.TotalSeconds), await IdleAsync());
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
            : (done / took, (nodes.Sum(node => node.ProcessorTime.TotalSeconds) - before) / took, (await IdleAsync() - idle) / took);
    }

    /// <summary>Seconds that the machine's cores have been idle, in hundredths (proc(5), /proc/stat).</summary>
    private static async Task<double> IdleAsync()
    {
        const int TicksPerSecond = 100;
        var all = (await File.ReadAllLinesAsync("/proc/stat"))[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(all[4], CultureInfo.InvariantCulture) / TicksPerSecond;
    }
}

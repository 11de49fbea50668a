using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.E2E.Nodes;

namespace Market.E2E.Chaos;

/// <summary>
/// Two nodes behind nginx on PostgreSQL under a mixed load - people sign in and read, a department's system files and accepts cases, agencies take
/// their tasks, a clerk hands reports in through the pages - while one of the nodes, at random, is killed with SIGKILL again and again. At the end
/// everything acknowledged is there once. Run by <c>./dev chaos nodes [KILLS]</c>.
/// </summary>
public sealed class A_node_that_dies_takes_nothing_with_it
{
    private const int Senders = 3;
    private static readonly TimeSpan LatestKill = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaseLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_and_its_leases_pass_on()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("MARKET_CHAOS_NODE_KILLS") ?? "0", CultureInfo.InvariantCulture);
        Assert.SkipWhen(kills == 0, "A long run: ./dev chaos nodes starts it.");
        await using var cluster = await Cluster.StartAsync();
        await using var load = await MixedLoad.BeginAsync(cluster, Senders, withPages: true);
        var watch = Stopwatch.StartNew();
        var leases = new LeaseWatch(cluster);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(RandomNumberGenerator.GetInt32((int)LatestKill.TotalMilliseconds), TestContext.Current.CancellationToken);
            var victim = cluster.Nodes[RandomNumberGenerator.GetInt32(cluster.Nodes.Count)];
            await victim.KillAsync();
            var watching = leases.WatchAsync();
            victim.Start();
            await victim.UntilReadyAsync();
            await watching;
        }

        await load.EndAsync();
        var (lost, doubled) = await load.CountAsync();
        var passed = leases.Messages.Order().ToList();
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"nodes: {kills} kills of one of 2 nodes behind nginx, {load.Api.Accepted.Count} cases filed and accepted, {load.Api.Taken.Count} tasks taken, {load.Clerk!.Submitted.Count} reports handed in through pages, "
            + $"{load.Visitors.Visits} visits with sign-in ({load.Visitors.CutOff} cut off), {load.Api.Unanswered} writes without an answer and repeated: {lost} lost, {doubled} doubled; "
            + $"{passed.Count} pieces of work held at a kill were done or passed on within {(passed.Count == 0 ? 0 : passed[^1]):F1} s ({load.Receiver.Events.Count} events sent, {load.Receiver.Repeated} of them again), feeds within {leases.Feeds.DefaultIfEmpty(0).Max():F1} s; PostgreSQL, {watch.Elapsed:hh\\:mm\\:ss}\n");
        await File.WriteAllTextAsync(Path.Combine(Repository.Root, "artifacts", "chaos-nodes.txt"), line + string.Concat(load.Differences.Select(difference => $"    {difference}\n")), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (lost, doubled));
        Assert.True(leases.Longest <= LeaseLimit.TotalSeconds, $"Leases took longer than {LeaseLimit} to pass on: {line}");
    }
}

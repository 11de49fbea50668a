using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Chaos;

/// <summary>
/// A department's system hands in cases whose acceptance sends tasks out, while the program is killed with SIGKILL at random
/// moments, also during its start. Two receivers are told of each dispatch, one of which fails in nearly every third call.
/// At the end each dispatch must be there once: as a task, in the agency's inbox, in the feed, and at both receivers.
/// Run by <c>./dev chaos dispatch [DISPATCHES] [KILLS]</c>.
/// </summary>
public sealed class DispatchChaos
{
    private const int TasksOfACase = 2;
    private const int Senders = 4;
    private const int FailingPercent = 30;
    private const int StartsKilledOneIn = 6;
    private const int LongestStartMilliseconds = 3000;
    private const int LatestKillMilliseconds = 300;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Hopeless = TimeSpan.FromMinutes(15);
    private readonly List<double> _starts = [];
    private int _killedStarting;

    [Fact]
    public async Task Every_acknowledged_acceptance_is_dispatched_once_whenever_the_program_is_killed()
    {
        var dispatches = Number("MARKET_CHAOS_DISPATCHES");
        Assert.SkipWhen(dispatches == 0, "A long run: ./dev chaos dispatch starts it.");
        var kills = Number("MARKET_CHAOS_KILLS");
        var cases = (dispatches + TasksOfACase - 1) / TasksOfACase;

        var directory = Directory.CreateTempSubdirectory("market-chaos-").FullName;
        var (options, world) = await DatabaseServer.Current.NewDatabaseAsync(directory);
        await using var steady = await DispatchReceiver.StartAsync(0);
        await using var failing = await DispatchReceiver.StartAsync(FailingPercent);
        await using var web = new WebProcess(options, directory);
        using var department = new DepartmentSystem(web.Address, await KeyAsync(options, world));
        var watch = Stopwatch.StartNew();
        await StartAsync(web);
        foreach (var receiver in new[] { steady, failing })
        {
            receiver.Secret = (await department.EnterAsync(receiver.Url)).Secret;
        }

        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() => department.SendAsync(cases))));
        await KillAsync(web, department, sending, cases, kills);
        var lastKill = Stopwatch.StartNew();
        await StartAsync(web);
        await sending;
        var isDrained = await UntilDrainedAsync(department, [steady, failing], cases * TasksOfACase, lastKill);
        var drained = lastKill.Elapsed;

        var tally = await CountAsync(options, world, department, [steady, failing], cases);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"dispatch: {cases * TasksOfACase} dispatches of {cases} acceptances, {kills} kills ({_killedStarting} while starting), {department.CutOff} requests without an answer ({department.DoneUnanswered} of them had happened), "
            + $"{steady.Calls + failing.Calls} webhook calls, {failing.Failures} of {failing.Calls} failed by the second receiver, {steady.Repeated + failing.Repeated} came again under a known id: "
            + $"{tally.Lost} lost, {tally.Doubled} doubled, {steady.Forged + failing.Forged} badly signed; drained {drained.TotalSeconds:F0} s after the last kill{(isDrained ? "" : " (NOT drained)")}, start p50 {Median(_starts):F1} s; {options.Provider}, {watch.Elapsed:hh\\:mm\\:ss}\n");
        await File.WriteAllTextAsync(Path.Combine(RenderedDocument.Repository, "artifacts", "chaos-dispatch.txt"), line, TestContext.Current.CancellationToken);

        await web.KillAsync();
        DatabaseServer.Release(options);
        Directory.Delete(directory, recursive: true);
        Assert.Equal(new Tally(0, 0), tally);
        Assert.Equal(0, steady.Forged + failing.Forged);
        Assert.True(isDrained && drained <= DrainLimit, $"Not drained within {DrainLimit}: {line}");
    }

    private static int Number(string name) => int.Parse(Environment.GetEnvironmentVariable(name) ?? "0", CultureInfo.InvariantCulture);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>The department's key; two of its officials agree on it.</summary>
    private static async Task<string> KeyAsync(MarketplaceOptions options, World world)
    {
        await using var market = new MarketHost(options, new TestClock(TestClock.Monday.AddHours(1)));
        var second = await TestData.PersonAsync(market, "王审批", world.Official.Organisation, Role.DepartmentOfficial);
        var key = await market.RunAsync(world.Official, (ProposeApiClient propose) => propose.ExecuteAsync(
            "工程建设审批系统", [ApiScopes.WriteCases, ApiScopes.ReadCases, ApiScopes.ReadEvents, ApiScopes.ManageWebhooks]));
        await market.RunAsync(second, (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId));
        return key.Key;
    }

    private async Task StartAsync(WebProcess web)
    {
        var watch = Stopwatch.StartNew();
        web.Start();
        await web.UntilReadyAsync();
        _starts.Add(watch.Elapsed.TotalSeconds);
    }

    /// <summary>Spreads the kills over the whole run. The last one comes while there are still cases to be handed in.</summary>
    private async Task KillAsync(WebProcess web, DepartmentSystem department, Task sending, int cases, int kills)
    {
        for (var left = kills; left > 0; left--)
        {
            var remaining = cases - department.Accepted;
            var until = department.Accepted + Math.Min(RandomNumberGenerator.GetInt32((2 * remaining / left) + 1), Math.Max(remaining - 1, 0));
            while (department.Accepted < until && !sending.IsCompleted)
            {
                await Task.Delay(5);
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(LatestKillMilliseconds));
            await web.KillAsync();
            if (left > 1 && RandomNumberGenerator.GetInt32(StartsKilledOneIn) == 0)
            {
                web.Start();
                await Task.Delay(RandomNumberGenerator.GetInt32(LongestStartMilliseconds));
                await web.KillAsync();
                _killedStarting++;
                left--;
            }

            if (left > 1)
            {
                await StartAsync(web);
            }
        }
    }

    private static async Task<bool> UntilDrainedAsync(DepartmentSystem department, DispatchReceiver[] receivers, int dispatches, Stopwatch waited)
    {
        while (Array.Exists(receivers, receiver => receiver.Entered.Count < dispatches) || (await department.EndpointsAsync()).Any(row => row.Waiting > 0))
        {
            if (waited.Elapsed > Hopeless)
            {
                return false;
            }

            await Task.Delay(100);
        }

        return true;
    }

    private static async Task<Tally> CountAsync(
        MarketplaceOptions options, World world, DepartmentSystem department, DispatchReceiver[] receivers, int cases)
    {
        await using var market = new MarketHost(options, new TestClock(TestClock.Monday.AddHours(1)));
        var orders = await market.ReadAsync(db => db.TaskOrders.AsNoTracking().IgnoreAutoIncludes()
            .Select(order => new { order.Id, order.CaseId, order.AgencyId, order.Status, order.ServiceItemCode }).ToListAsync());
        var inboxes = await market.ReadAsync(db => db.InboxItems.AsNoTracking()
            .Where(item => item.Kind == LedgerKind.TaskDispatched && db.Agencies.Any(agency => agency.Id == item.OrganisationId))
            .Select(item => new { item.TaskOrderId, item.OrganisationId }).ToListAsync());
        var feed = await department.FeedAsync();
        var listed = await department.CasesAsync();

        var dispatched = orders.Where(order => order.Status == TaskOrderStatus.Dispatched && order.AgencyId is not null).ToList();
        var ids = dispatched.Select(order => order.Id).ToList();
        var wanted = Enumerable.Range(1, cases).Select(DepartmentSystem.NumberOf).ToList();
        var accepted = listed.Where(row => row.Status == CaseStatus.Accepted).ToList();
        Assert.Equal(Enumerable.Range(1, feed.Count).Select(position => (long)position), feed.Select(row => row.Position));
        Assert.Equal(orders.Count, orders.Select(order => (order.CaseId, order.ServiceItemCode)).Distinct().Count());

        return Tally.Of(wanted, accepted.Select(row => row.ExternalNumber))
            + Tally.Of(accepted.SelectMany(row => Enumerable.Range(0, TasksOfACase).Select(task => (row.CaseId, task))),
                dispatched.GroupBy(order => order.CaseId).SelectMany(group => group.Select((_, task) => (group.Key, task))))
            + Tally.Of(dispatched.Select(order => (order.Id, order.AgencyId!.Value)), inboxes.Select(item => (item.TaskOrderId!.Value, item.OrganisationId)))
            + Tally.Of(ids, feed.Where(row => row.Type == "task.dispatched").Select(row => row.TaskOrderId!.Value))
            + receivers.Select(receiver => Tally.Of(ids, receiver.Entered.SelectMany(entry => Enumerable.Repeat(entry.Key, entry.Value))))
                .Aggregate((one, other) => one + other);
    }

    /// <summary>What is missing, and what is there too often or should not be there at all.</summary>
    private sealed record Tally(int Lost, int Doubled)
    {
        public static Tally operator +(Tally one, Tally other) => new(one.Lost + other.Lost, one.Doubled + other.Doubled);

        public static Tally Of<T>(IEnumerable<T> wanted, IEnumerable<T> found)
            where T : notnull
        {
            var counts = found.GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count());
            var expected = wanted.ToHashSet();
            return new Tally(
                expected.Count(value => !counts.ContainsKey(value)),
                counts.Sum(entry => expected.Contains(entry.Key) ? entry.Value - 1 : entry.Value));
        }
    }
}

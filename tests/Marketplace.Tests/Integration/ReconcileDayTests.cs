using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Webhooks;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Integration;

/// <summary>对账单: what both sides have of a day, and why one lacks something.</summary>
public sealed class ReconcileDayTests
{
    private static readonly DateOnly Monday = new(2026, 11, 23);

    [Fact]
    public async Task A_day_on_which_both_sides_have_the_same_has_no_differences()
    {
        await using var market = await StartAsync();
        await PutAsync(market, "SP-1");
        var tasks = await TasksAsync(market);

        var sheet = await ReconcileAsync(market, new DayThere(["SP-1"], tasks, []));

        Assert.Empty(sheet.Differences);
        Assert.Equal(["SP-1"], sheet.Cases);
        Assert.Equal(tasks, sheet.Tasks);
    }

    [Fact]
    public async Task A_case_that_did_not_arrive_and_one_of_another_day_are_told_apart()
    {
        await using var market = await StartAsync();
        await PutAsync(market, "SP-1");
        market.Clock.SetTo(new DateOnly(2026, 11, 24));
        await PutAsync(market, "SP-2");

        var sheet = await ReconcileAsync(market, new DayThere(["SP-2", "SP-3"]));

        Assert.Equal(
            [
                new DayDifference("case", "SP-1", true, DifferenceReason.NotCountedThere), new DayDifference("case", "SP-2", false, DifferenceReason.OtherDay, "2026-11-24"),
                new DayDifference("case", "SP-3", false, DifferenceReason.NotReceived),
            ],
            sheet.Differences);
    }

    [Fact]
    public async Task A_task_that_the_system_lacks_is_explained_by_what_became_of_its_webhook()
    {
        await using var market = await StartAsync();
        var down = true;
        await using var receiver = new Receiver(_ => new Reply(down ? 500 : 200));
        await market.RunAsync(market.World.Official, (EnterWebhook enter) => enter.ExecuteAsync(receiver.Url, ["task.dispatched"]));
        await PutAsync(market, "SP-1");
        await SendAsync(market);

        var waiting = await ReconcileAsync(market, new DayThere(Tasks: []));
        down = false;
        market.Clock.Advance(TimeSpan.FromMinutes(30));
        while (await SendAsync(market) > 0)
        {
            market.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var delivered = await ReconcileAsync(market, new DayThere(Tasks: ["RW-0"]));

        Assert.Contains(waiting.Differences, difference => difference is { OnlyHere: true, Reason: DifferenceReason.PushWaiting, Detail: "500" });
        Assert.Equal(2, delivered.Differences.Count(difference => difference is { OnlyHere: true, Reason: DifferenceReason.PushDelivered } && difference.Detail!.StartsWith("evt_", StringComparison.Ordinal)));
        Assert.Contains(new DayDifference("task", "RW-0", false, DifferenceReason.UnknownHere), delivered.Differences);
        Assert.Equal((2, 0), (delivered.PushesDelivered, delivered.PushesWaiting));
    }

    [Fact]
    public async Task Without_an_endpoint_the_place_in_the_feed_is_named_and_a_day_ahead_is_refused()
    {
        await using var market = await StartAsync();
        await PutAsync(market, "SP-1");
        await SendAsync(market);

        var sheet = await ReconcileAsync(market, new DayThere(Tasks: []));

        Assert.Equal(2, sheet.Differences.Count);
        Assert.All(sheet.Differences, difference => Assert.True(difference.Reason == DifferenceReason.InFeed && long.Parse(difference.Detail!, System.Globalization.CultureInfo.InvariantCulture) > 0));
        Assert.Equal("day-ahead", await market.RefusalAsync(PutCaseTests.SystemOf(market), (ReconcileDay reconcile) => reconcile.ExecuteAsync(new DateOnly(2026, 11, 25))));
    }

    private static Task<MarketFixture> StartAsync() => MarketFixture.StartAsync(options => options with { WebhookNetworks = ["127.0.0.0/8"] });

    private static Task<PutCaseOutcome> PutAsync(MarketFixture market, string number) =>
        market.RunAsync(PutCaseTests.SystemOf(market), (PutCase put) => put.ExecuteAsync(number, new OutsideCase(
            ApprovalItems.PlanningPermit, TestData.Project(), new OutsideOwner("湘江新城投资有限公司", TestData.Code(31)), OutsideStatus.Accepted, "李审批")));

    private static async Task<IReadOnlyList<string>> TasksAsync(MarketFixture market) =>
        await market.Host.ReadAsync(db => db.TaskOrders.OrderBy(order => order.Number).Select(order => order.Number).ToListAsync());

    private static async Task<int> SendAsync(MarketFixture market)
    {
        await market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);
        return await market.Host.Services.GetRequiredService<WebhookWorker>().DrainAsync(TestContext.Current.CancellationToken);
    }

    private static Task<DaySheet> ReconcileAsync(MarketFixture market, DayThere there) =>
        market.RunAsync(PutCaseTests.SystemOf(market), (ReconcileDay reconcile) => reconcile.ExecuteAsync(Monday, there));
}

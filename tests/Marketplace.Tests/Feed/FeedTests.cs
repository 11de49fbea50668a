using Market.Marketplace.Feed;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Feed;

public sealed class FeedTests
{
    [Fact]
    public async Task An_acceptance_is_in_the_feeds_of_everyone_it_concerns_and_nobody_elses()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        await DrainAsync(market);

        var department = await ReadAsync(market, market.World.Official, 0);
        var owner = await ReadAsync(market, market.World.Owner, 0);
        var agency = await ReadAsync(market, ManagerOf(market, accepted.TaskOrders[0].AgencyId!.Value), 0);

        Assert.Equal(["case.filed", "case.accepted", "task.dispatched", "task.dispatched"], department.Events.Select(row => row.Type));
        Assert.Equal(2, owner.Events.Count(row => row.Type == "task.dispatched"));
        Assert.Equal(accepted.TaskOrders[0].Id, Assert.Single(agency.Events, row => row.Type == "task.dispatched").TaskOrderId);
        Assert.Empty((await ReadAsync(market, market.World.OtherOfficial, 0)).Events);
    }

    [Fact]
    public async Task Positions_are_consecutive_and_a_page_says_where_to_go_on()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();
        await market.AcceptedCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        await DrainAsync(market);

        var first = await ReadAsync(market, market.World.Official, 0, limit: 3);
        var second = await ReadAsync(market, market.World.Official, first.Next);
        var dispatched = await ReadAsync(market, market.World.Official, 0, 1, "task.dispatched");
        var none = await ReadAsync(market, market.World.Official, 0, 10, "no.such_type");

        Assert.Equal([1, 2, 3], first.Events.Select(row => row.Position));
        Assert.Equal(3, first.Next);
        Assert.Equal([4, 5, 6, 7, 8], second.Events.Select(row => row.Position));
        Assert.Equal((8, 8), (second.Next, second.Head));
        Assert.Equal(3, Assert.Single(dispatched.Events).Position);
        Assert.Equal(3, dispatched.Next);
        Assert.Equal(8, none.Next);
    }

    [Fact]
    public async Task What_is_committed_late_comes_late_and_is_not_passed_over()
    {
        await using var market = await MarketFixture.StartAsync();
        await DrainAsync(market);
        Assert.SkipWhen(DatabaseServer.HasOneWriter, "This database lets one transaction write at a time.");
        await using var scope = market.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        await using var slow = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var context = new OperationContext(market.World.Official, market.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        new Journal(db, context).Record(LedgerKind.CaseFiled, new Subject(), "慢");
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);

        await market.RunAsync(market.World.Official, (WriteEvents write) => write.ExecuteAsync("快"));
        await DrainAsync(market);
        var before = await ReadAsync(market, market.World.Official, 0);
        await slow.CommitAsync(TestContext.Current.CancellationToken);
        await DrainAsync(market);
        var after = await ReadAsync(market, market.World.Official, before.Next);

        Assert.Equal("快", Assert.Single(before.Events).Number);
        Assert.Equal((2, "慢"), Assert.Single(after.Events.Select(row => (row.Position, row.Number))));
    }

    [Fact]
    public async Task Sequencers_that_meet_place_every_event_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(1, 40).Select(number =>
            market.RunAsync(market.World.Official, (WriteEvents write) => write.ExecuteAsync($"{number}"))));

        // Each worker is another process to the lease; the clock is moved on so that it never keeps one of them out.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            market.Clock.Advance(TimeSpan.FromSeconds(10));
            await new FeedWorker(market.Host.Services.GetRequiredService<OperationRunner>(), market.Clock).DrainAsync(TestContext.Current.CancellationToken);
        }));
        market.Clock.Advance(TimeSpan.FromSeconds(10));
        await DrainAsync(market);

        var page = await ReadAsync(market, market.World.Official, 0);
        Assert.Equal(Enumerable.Range(1, 40).Select(position => (long)position), page.Events.Select(row => row.Position));
        Assert.Equal(40, page.Events.Select(row => row.Number).Distinct().Count());
    }

    [Fact]
    public async Task A_sequencer_waits_while_another_holds_the_lease_and_takes_over_when_it_falls_silent()
    {
        await using var market = await MarketFixture.StartAsync();
        var (first, second) = (Guid.CreateVersion7(market.Clock.GetUtcNow()), Guid.CreateVersion7(market.Clock.GetUtcNow()));
        await market.RunAsync(market.World.Official, (WriteEvents write) => write.ExecuteAsync("1"));
        Assert.Equal(1, await SequenceAsync(market, first));
        await market.RunAsync(market.World.Official, (WriteEvents write) => write.ExecuteAsync("2"));

        Assert.Equal(0, await SequenceAsync(market, second));
        market.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, await SequenceAsync(market, second));
        Assert.Equal(2, await market.Host.ReadAsync(db => db.FeedEvents.CountAsync(row => row.Position != null)));
    }

    [Fact]
    public void Every_event_has_a_name_of_its_own()
    {
        Assert.Equal(EventTypes.All.Count, EventTypes.All.Distinct().Count());
        Assert.All(EventTypes.All, type => Assert.Matches("^[a-z]+\\.[a-z_]+$", type));
    }

    private static Actor ManagerOf(MarketFixture market, Guid agencyId)
    {
        var agency = market.World.AgencyOf(agencyId);
        return agency.Clerk with { Roles = [Role.AgencyManager] };
    }

    private static Task<int> SequenceAsync(MarketFixture market, Guid holder) =>
        market.RunAsync(Actor.System, (SequenceFeed sequence) => sequence.ExecuteAsync(holder));

    private static Task<int> DrainAsync(MarketFixture market) =>
        market.Host.Services.GetRequiredService<FeedWorker>().DrainAsync(TestContext.Current.CancellationToken);

    private static Task<FeedPage> ReadAsync(MarketFixture market, Actor actor, long after, int limit = 100, params string[] types) =>
        market.RunAsync(actor, (ReadFeed read) => read.ExecuteAsync(after, limit, types));
}

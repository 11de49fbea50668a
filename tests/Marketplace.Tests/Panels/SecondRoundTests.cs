using System.Security.Cryptography;
using Market.Marketplace.Calendars;
using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Panels.SecondRounds;
using Market.Marketplace.Selection;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Panels;

public sealed class SecondRoundTests
{
    private const decimal Ceiling = 50_000m;

    // Before the panels of the world: it ends earlier.
    private static readonly DateOnly Until = new(2027, 6, 30);

    [Fact]
    public async Task The_lowest_sealed_bid_gets_the_task_at_its_price_and_everything_is_public_afterwards()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, order) = await BeginAsync(market);

        // Nobody has it before the deadline; the applicant's notice of time allows for the bids.
        Assert.Equal((TaskOrderStatus.AwaitingAgency, (DateTimeOffset?)round.BidsUntil), (order.Status, order.BidsUntil));
        Assert.Contains(round.Members, member => member.AgencyId == market.World.Related.Id && member.SkippedFor.Contains(SkipReason.RelatedToDepartment));

        var receipt = await BidAsync(market, market.World.First, 42_000m);
        await BidAsync(market, market.World.Second, 39_500m);
        await BidAsync(market, market.World.Third, 45_000m);
        var before = await RoundAsync(market, Actor.Public, round.Id);
        Assert.Null(before.BidCount);
        Assert.Null(before.Ruling);
        Assert.Null((await RoundAsync(market, market.World.Second.Clerk, round.Id)).Own is { Amount: 42_000m } ? "another's bid" : null);

        await CloseAsync(market, round);

        var after = await RoundAsync(market, Actor.Public, round.Id);
        Assert.Equal((SecondRoundStatus.Decided, market.World.Second.Name, 39_500m), (after.Status, after.Winner!.Name, after.Winner.Amount));
        Assert.Equal(receipt.Digest, after.Ruling!.Bids.Single(bid => bid.AgencyId == market.World.First.Id).ReceiptDigest);
        Assert.Equal([market.World.Second.CreditCode, market.World.First.CreditCode, market.World.Third.CreditCode], after.Ruling.Order);
        Assert.Null(after.Ruling.Draw);
        var taken = await market.OrderAsync(market.World.Official, order.Id);
        Assert.Equal((TaskOrderStatus.Dispatched, market.World.Second.Id, 39_500m), (taken.Status, taken.AgencyId, taken.Amount));
        Assert.True(taken.Deadline!.StartOn >= ChinaTime.DayOf(round.BidsUntil));
        var evidence = taken.Assignments[^1];
        Assert.Equal([SkipReason.BidHigher], evidence.Considered.Single(member => member.AgencyId == market.World.First.Id).SkippedFor);
        Assert.Equal(39_500m, evidence.Round!.Amount);
        Assert.Contains((await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest()))).Rows, row => row.AgencyName == market.World.Second.Name);
    }

    [Fact]
    public async Task Equal_lowest_bids_are_parted_by_the_panels_draw_which_anybody_can_repeat()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, order) = await BeginAsync(market);
        foreach (var agency in new[] { market.World.First, market.World.Second, market.World.Third })
        {
            await BidAsync(market, agency, 40_000m);
        }

        await CloseAsync(market, round);

        var after = await RoundAsync(market, Actor.Public, round.Id);
        var draw = after.Ruling!.Draw!;
        var panel = (await market.RunAsync(Actor.Public, (ListPanels list) => list.ExecuteAsync(new PageRequest()))).Rows.Single(row => row.Method == PanelMethod.SecondRound);
        Assert.Equal(panel.Commitment, draw.Commitment);
        Assert.Equal(Convert.FromHexString(draw.Commitment), SHA256.HashData(Convert.FromHexString(draw.Revealed)));
        var pool = DrawPool.Freeze(draw.Pool.Select(candidate => new DrawCandidate(candidate.Code, candidate.Weight)));
        var seed = DrawV1.Seed(after.Number, pool, [Convert.FromHexString(draw.Revealed)]);
        Assert.Equal(DrawV1.Pick(pool, seed, 3).Select(pick => pick.Code), after.Ruling.Order);
        Assert.Equal(after.Ruling.Order[0], market.World.AgencyOf((await market.OrderAsync(market.World.Official, order.Id)).AgencyId!.Value).CreditCode);
    }

    [Fact]
    public async Task Who_wins_and_does_not_take_the_task_is_followed_by_the_next_bid_at_its_own_price_until_there_is_none()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, order) = await BeginAsync(market);
        await BidAsync(market, market.World.First, 42_000m);
        await BidAsync(market, market.World.Second, 39_500m);
        await CloseAsync(market, round);

        await DeclineAsync(market, market.World.Second, order.Id);
        var next = await market.OrderAsync(market.World.Official, order.Id);
        Assert.Equal((market.World.First.Id, 42_000m), (next.AgencyId!.Value, next.Amount!.Value));
        Assert.Equal([SkipReason.DidNotBid], next.Assignments[^1].Considered.Single(member => member.AgencyId == market.World.Third.Id).SkippedFor);

        await DeclineAsync(market, market.World.First, order.Id);
        // The other panel of the department, which is open on the same day, goes on by its own rule.
        var last = await market.OrderAsync(market.World.Official, order.Id);
        Assert.Equal((TaskOrderStatus.Dispatched, market.World.Third.Id), (last.Status, last.AgencyId!.Value));
        Assert.Null(last.Assignments[^2].ChosenAgencyId);
        Assert.Null(last.Assignments[^1].Round);
    }

    [Fact]
    public async Task A_round_without_a_valid_bid_ends_in_public_and_names_nobody()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, order) = await BeginAsync(market);
        await BidAsync(market, market.World.First, 42_000m);
        await market.RunAsync(market.World.First.Clerk, (WithdrawSecondBid withdraw) => Buying.DoneAsync(withdraw.ExecuteAsync(round.Id)));

        await CloseAsync(market, round);

        var after = await RoundAsync(market, Actor.Public, round.Id);
        Assert.Equal((SecondRoundStatus.Failed, (int?)0), (after.Status, after.BidCount));
        var first = (await market.OrderAsync(market.World.Official, order.Id)).Assignments[0];
        Assert.Null(first.ChosenAgencyId);
        Assert.All(first.Considered.Where(member => member.AgencyId != market.World.Related.Id), member => Assert.Equal([SkipReason.DidNotBid], member.SkippedFor));
        Assert.Contains(
            (await market.RunAsync(market.World.First.Clerk, (ListInbox list) => list.ExecuteAsync(new PageRequest(), false))).Rows,
            row => row.Kind == LedgerKind.SecondRoundFailed);
    }

    [Fact]
    public async Task A_changed_bid_replaces_the_first_and_one_that_is_late_uninvited_or_too_high_is_refused_in_words()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, _) = await BeginAsync(market);
        var first = await BidAsync(market, market.World.First, 42_000m);
        var second = await BidAsync(market, market.World.First, 41_000m);
        Assert.Equal(first.Number, second.Number);
        Assert.NotEqual(first.Digest, second.Digest);

        foreach (var amount in new[] { Ceiling + 0.01m, 0m, -1m, 1.001m })
        {
            Assert.Equal("second-round-amount", await RefusalAsync(market.World.Second, amount));
        }

        Assert.Equal("second-round-not-invited", await RefusalAsync(market.World.Related, 1_000m));
        Assert.Equal("second-round-not-invited", await RefusalAsync(market.World.Fourth, 1_000m));
        market.Clock.Advance(round.BidsUntil - market.Clock.GetUtcNow());
        Assert.Equal("second-round-over", await RefusalAsync(market.World.Second, 30_000m));
        Assert.Equal("second-round-over", await market.RefusalAsync(market.World.First.Clerk, (WithdrawSecondBid withdraw) => Buying.DoneAsync(withdraw.ExecuteAsync(round.Id))));
        await CloseAsync(market, round);
        Assert.Equal(41_000m, Assert.Single((await RoundAsync(market, Actor.Public, round.Id)).Ruling!.Bids).Amount);

        Task<string> RefusalAsync(TestAgency agency, decimal amount) =>
            market.RefusalAsync(agency.Clerk, (HandInSecondBid bid) => bid.ExecuteAsync(round.Id, amount));
    }

    [Fact]
    public async Task A_bidder_that_is_suspended_before_the_opening_does_not_count_and_a_stopped_task_keeps_its_bids_sealed()
    {
        await using var market = await MarketFixture.StartAsync();
        var (round, order) = await BeginAsync(market);
        await BidAsync(market, market.World.First, 30_000m);
        await BidAsync(market, market.World.Second, 40_000m);
        await market.Host.ReadAsync(async db => await db.Agencies.Where(row => row.Id == market.World.First.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, Market.Marketplace.Agencies.AgencyStatus.Suspended)));
        await CloseAsync(market, round);
        var after = await RoundAsync(market, Actor.Public, round.Id);
        Assert.Equal([SkipReason.NotAdmitted], after.Ruling!.Bids.Single(bid => bid.AgencyId == market.World.First.Id).SkippedFor);
        Assert.Equal(market.World.Second.Id, (await market.OrderAsync(market.World.Official, order.Id)).AgencyId);
    }

    [Fact]
    public async Task The_row_of_a_bid_does_not_tell_its_amount()
    {
        await using var market = await MarketFixture.StartAsync();
        await BeginAsync(market);
        await BidAsync(market, market.World.First, 42_137.25m);

        var stored = await market.Host.ReadAsync(async db => await db.SecondRoundBids.AsNoTracking().SingleAsync());

        Assert.DoesNotContain("42137", stored.SealedAmount, StringComparison.Ordinal);
    }

    private static async Task<(SecondRoundDetails Round, TaskOrderDetails Order)> BeginAsync(MarketFixture market)
    {
        await market.RunAsync(Actor.System, (OpenPanel open) => open.ExecuteAsync(new PanelTerms(
            market.World.Official.Organisation, TestData.ReviewItem, "二次竞价入围库", "KJ-EJ", new DateOnly(2026, 1, 1), Until,
            [market.World.Related.Id, market.World.First.Id, market.World.Second.Id, market.World.Third.Id])
        {
            Method = PanelMethod.SecondRound,
            CeilingAmount = Ceiling,
        }));
        // Without the second task of the group, whose agency could not have this one too.
        var accepted = await market.AcceptedCaseAsync(TestData.Project(isResidential: false));
        var order = accepted.TaskOrders.Single(row => row.ServiceItemCode == TestData.ReviewItem);
        return (await RoundAsync(market, Actor.Public, order.Id), await market.OrderAsync(market.World.Official, order.Id));
    }

    private static Task<SecondRoundDetails> RoundAsync(MarketFixture market, Actor actor, Guid id) =>
        market.RunAsync(actor, (GetSecondRound get) => get.ExecuteAsync(id));

    private static async Task<BidReceipt> BidAsync(MarketFixture market, TestAgency agency, decimal amount)
    {
        var round = (await market.RunAsync(agency.Clerk, (ListSecondRounds list) => list.ExecuteAsync(new PageRequest()))).Rows.Single(row => row.IsInvited);
        return await market.RunAsync(agency.Clerk, (HandInSecondBid bid) => bid.ExecuteAsync(round.Id, amount));
    }

    private static async Task CloseAsync(MarketFixture market, SecondRoundDetails round)
    {
        market.Clock.Advance(round.BidsUntil - market.Clock.GetUtcNow());
        await market.SweepClocksAsync();
    }

    private static async Task DeclineAsync(MarketFixture market, TestAgency agency, Guid order)
    {
        var shown = await market.OrderAsync(agency.Clerk, order);
        await market.RunAsync(agency.Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(order, shown.Version, "人手不足"));
    }
}

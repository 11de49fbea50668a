using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Results;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class SweepTests
{
    [Fact]
    public async Task An_offer_that_is_not_answered_in_time_goes_to_the_next_agency()
    {
        await using var market = await MarketFixture.StartAsync();
        var id = (await market.AcceptedCaseAsync()).TaskOrders[0].Id;

        market.Clock.SetTo(new DateOnly(2026, 11, 25));
        await market.SweepClocksAsync();

        var order = await market.OrderAsync(market.World.Official, id);
        Assert.Equal(TaskOrderStatus.Dispatched, order.Status);
        Assert.Contains(order.AgencyId!.Value, new[] { market.World.Second.Id, market.World.Third.Id });
        Assert.True(Assert.Single(order.Declines).Lapsed);
        Assert.Contains(order.Timeline, entry => entry.Kind == LedgerKind.TaskLapsed);
    }

    [Fact]
    public async Task Each_rung_of_the_ladder_comes_once_however_often_and_by_how_many_nodes_it_is_swept()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await using var other = market.HostWith(options => options);

        for (var day = new DateOnly(2026, 11, 24); day <= new DateOnly(2026, 12, 10); day = day.AddDays(1))
        {
            market.Clock.SetTo(day);
            market.Clock.Advance(TimeSpan.FromHours(1));
            await Task.WhenAll(
                market.SweepClocksAsync(),
                other.Services.GetRequiredService<ClockWorker>().SweepAsync(TestContext.Current.CancellationToken));
        }

        var rungs = await RungsAsync(market, order.Id);
        Assert.Equal([(-2, null), (-1, null), (0, null), (1, Card.Yellow), (3, Card.Red)], rungs.Select(rung => (rung.Offset, rung.Card)));
        Assert.Equal(
            [new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 27), new DateOnly(2026, 11, 30), new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 3)],
            rungs.Select(rung => ChinaTime.DayOf(rung.At)));
        Assert.All(rungs, rung => Assert.Equal(agency.Id, rung.HolderId));
        Assert.Equal(1, await ToldAsync(market, market.World.Operator.OrganisationId!.Value, LedgerKind.RedCardGiven));
        Assert.Equal(0, await ToldAsync(market, market.World.Operator.OrganisationId!.Value, LedgerKind.ClockReminder));
    }

    [Fact]
    public async Task Rungs_missed_while_nothing_ran_are_made_up_for_once_each()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await market.TakenOrderAsync();

        market.Clock.SetTo(new DateOnly(2026, 12, 31));
        await market.SweepClocksAsync();
        await market.SweepClocksAsync();

        Assert.Equal([-2, -1, 0, 1, 3], (await RungsAsync(market, order.Id)).Select(rung => rung.Offset));
        Assert.Null((await market.Host.ReadAsync(db => db.TaskOrders.SingleAsync(row => row.Id == order.Id))).NextSweepAt);
    }

    [Fact]
    public async Task The_department_is_late_by_the_same_ladder_and_silence_only_receives()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, _) = await market.DeliveredResultAsync();

        market.Clock.SetTo(new DateOnly(2026, 12, 31));
        await market.SweepClocksAsync();

        var late = await RungsAsync(market, order.Id);
        Assert.All(late, rung => Assert.Equal((ClockKind.ResultDecision, market.World.Official.OrganisationId), (rung.Clock, rung.HolderId)));
        Assert.Equal(Card.Red, late[^1].Card);
        Assert.Equal(ResultStatus.Delivered, (await market.ResultAsync(market.World.Official, result.Id)).Status);
        Assert.NotNull((await market.OrderAsync(market.World.Official, order.Id)).Clock.ReceivedAt);
    }

    [Fact]
    public async Task A_case_that_nobody_answers_gives_its_department_a_card()
    {
        await using var market = await MarketFixture.StartAsync();
        var filed = await market.FileCaseAsync();

        market.Clock.SetTo(new DateOnly(2026, 12, 31));
        await market.SweepClocksAsync();

        Assert.Equal(new DateOnly(2026, 11, 30), filed.Deadline!.DueOn);
        var rungs = await RungsAsync(market, filed.Id);
        Assert.Equal((ClockKind.CaseAcceptance, Card.Red), (rungs[^1].Clock, rungs[^1].Card));
    }

    private static Task<List<Escalation>> RungsAsync(MarketFixture market, Guid subject) => market.Host.ReadAsync(db =>
        db.Escalations.AsNoTracking().Where(row => row.SubjectId == subject).OrderBy(row => row.At).ThenBy(row => row.Offset).ToListAsync());

    private static Task<int> ToldAsync(MarketFixture market, Guid organisation, LedgerKind kind) => market.Host.ReadAsync(db =>
        db.InboxItems.CountAsync(item => item.OrganisationId == organisation && item.Kind == kind));
}

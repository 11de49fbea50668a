using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Agencies;

public sealed class TallyTests
{
    [Fact]
    public async Task An_order_counts_for_the_agency_that_has_it_and_no_longer_when_it_is_declined()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var order = accepted.TaskOrders.Single(row => row.ServiceItemCode == TestData.ReviewItem);
        var agency = market.World.AgencyOf(order.AgencyId!.Value);
        var before = await TallyAsync(market, agency.Id);

        var current = await market.OrderAsync(agency.Clerk, order.Id);
        await market.RunAsync(agency.Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(order.Id, current.Version, "人员不足"));

        Assert.True(before.Running >= 1);
        Assert.Equal(before.Running - 1, (await TallyAsync(market, agency.Id)).Running);
    }

    [Fact]
    public async Task An_accepted_result_counts_as_done_on_time_and_passed_at_the_first_try()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        var official = await market.ResultAsync(market.World.Official, result.Id);

        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, official.Version, "同意"));

        var tally = await TallyAsync(market, agency.Id);
        Assert.Equal((1, 1, 1), (tally.Done, tally.OnTime, tally.FirstPass));
    }

    [Fact]
    public async Task A_result_that_was_returned_once_does_not_count_as_passed_at_the_first_try()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, order, agency) = await market.DeliveredResultAsync();
        var official = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (ReturnResult back) => back.ExecuteAsync(result.Id, official.Version, [new Defect(DefectKind.WrongFigure, "第2页", "容积率与图纸不一致")], "请修改"));
        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        var again = await market.RunAsync(market.World.Official, (ListResults list) => list.ExecuteAsync(new PageRequest(), ResultFilter.ToDecide));
        var second = await market.ResultAsync(market.World.Official, again.Rows.Single().Id);

        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(second.Id, second.Version, "同意"));

        var tally = await TallyAsync(market, agency.Id);
        Assert.Equal((1, 0), (tally.Done, tally.FirstPass));
    }

    [Fact]
    public async Task An_award_counts_its_price_as_a_share_of_the_ceiling()
    {
        await using var buying = await Buying.StartAsync();
        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.LowestPrice), (buying.World.Second, 80_000m), (buying.World.Third, 90_000m));
        Assert.Equal(0, (await TallyAsync(buying.Market, buying.World.Second.Id)).Awards);

        await buying.SweepAtAsync(opened.PublicityUntil!.Value);

        var tally = await TallyAsync(buying.Market, buying.World.Second.Id);
        Assert.Equal((1, 800), (tally.Awards, tally.AwardThousandths));
        Assert.Equal(0, (await TallyAsync(buying.Market, buying.World.Third.Id)).Awards);
    }

    [Fact]
    public async Task Tallies_counted_again_are_the_same()
    {
        await using var buying = await Buying.StartAsync();
        var market = buying.Market;
        var opened = await buying.OpenedAsync(
            buying.Terms(SelectionMethod.LowestPrice), (buying.World.Second, 80_000m), (buying.World.Third, 90_000m));
        await buying.SweepAtAsync(opened.PublicityUntil!.Value);
        var (result, _, _) = await market.DeliveredResultAsync(TestData.Project(code: "2601-430104-04-01-100001"));
        var official = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, official.Version, "同意"));
        await market.AcceptedCaseAsync(TestData.Project(code: "2601-430104-04-01-100002"));
        var before = await AllAsync(market);
        await market.Host.ReadAsync(db => db.AgencyTallies.ExecuteDeleteAsync());

        var counted = await market.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: true));

        Assert.Equal(before.Count, counted);
        Assert.Equal(before, await AllAsync(market));
        Assert.Equal(0, await market.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: true)));
        Assert.Contains(before, row => row.Done == 1);
        Assert.Contains(before, row => row.Awards == 1);
        Assert.Contains(before, row => row.Running > 0);
    }

    internal static Task<AgencyTally> TallyAsync(MarketFixture market, Guid agency) =>
        market.Host.ReadAsync(db => db.AgencyTallies.AsNoTracking().SingleAsync(row => row.AgencyId == agency));

    private static Task<List<(Guid Agency, int Done, int OnTime, int FirstPass, int Running, int Awards, int Price)>> AllAsync(MarketFixture market) =>
        market.Host.ReadAsync(async db => (await db.AgencyTallies.AsNoTracking().OrderBy(row => row.AgencyId).ToListAsync())
            .ConvertAll(row => (row.AgencyId, row.Done, row.OnTime, row.FirstPass, row.Running, row.Awards, row.AwardThousandths)));
}

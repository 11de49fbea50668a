using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Results;

public sealed class ListResultsTests
{
    [Fact]
    public async Task A_result_to_be_sealed_says_whose_turn_it_is()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        Assert.True(await IsTurnOfAsync(market, agency.Practitioner));
        Assert.False(await IsTurnOfAsync(market, agency.Keeper));
        Assert.False(await IsTurnOfAsync(market, agency.Clerk));

        await market.SealAsync(result, agency.Practitioner, agency.PractitionerSeal);

        Assert.False(await IsTurnOfAsync(market, agency.Practitioner));
        Assert.True(await IsTurnOfAsync(market, agency.Keeper));
    }

    [Fact]
    public async Task A_delivered_result_waits_for_the_department_until_it_is_decided()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        var official = market.World.Official;

        var waiting = Assert.Single(await ListAsync(market, official, ResultFilter.ToDecide));
        await market.RunAsync(official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, "同意"));

        Assert.Equal((result.Id, agency.Name, result.ReportNumber), (waiting.Id, waiting.AgencyName, waiting.ReportNumber));
        Assert.Empty(await ListAsync(market, official, ResultFilter.ToDecide));
        Assert.Equal(result.Id, Assert.Single(await ListAsync(market, official, ResultFilter.Delivered)).Id);
        Assert.Empty(await ListAsync(market, agency.Practitioner, ResultFilter.ToSeal));
    }

    [Theory]
    [InlineData("XC-2026", 1)]
    [InlineData("技术审查", 1)]
    [InlineData("云谷", 1)]
    [InlineData("没有这样的成果", 0)]
    public async Task The_search_finds_report_number_item_and_project(string words, int found)
    {
        await using var market = await MarketFixture.StartAsync();
        await market.DeliveredResultAsync();

        var list = await market.RunAsync(market.World.Owner, (ListResults list) =>
            list.ExecuteAsync(new PageRequest(words), ResultFilter.Delivered));

        Assert.Equal(found, list.Total);
    }

    [Fact]
    public async Task Nobody_lists_the_results_of_others()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.DeliveredResultAsync();

        Assert.Empty(await ListAsync(market, market.World.OtherOwner, ResultFilter.Delivered));
        Assert.Empty(await ListAsync(market, market.World.OtherOfficial, ResultFilter.Delivered));
        Assert.Empty(await ListAsync(market, market.World.Related.Clerk, ResultFilter.Delivered));
    }

    private static async Task<bool> IsTurnOfAsync(MarketFixture market, Actor actor) =>
        Assert.Single(await ListAsync(market, actor, ResultFilter.ToSeal)).IsMyTurn;

    private static async Task<IReadOnlyList<ResultRow>> ListAsync(MarketFixture market, Actor actor, ResultFilter filter) =>
        (await market.RunAsync(actor, (ListResults list) => list.ExecuteAsync(new PageRequest(), filter))).Rows;
}

using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Verification;

/// <summary>Nobody has to wait for the night to learn what a loss did to accepted results.</summary>
public sealed class AskReverificationTests
{
    [Fact]
    public async Task After_a_loss_the_department_asks_and_sees_what_became_doubtful_beside_the_verdict_of_the_day()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, ""));
        await LookAsync(market);
        var before = await WatchAsync(market, market.World.Official);
        await market.RunAsync(agency.SecondKeeper, (ReportSealLoss report) =>
            report.ExecuteAsync(agency.UnitSeal, TestClock.Monday.AddMinutes(59), "U盾遗失"));

        var asked = await market.RunAsync(market.World.Official, (AskReverification ask) => ask.ExecuteAsync());
        var waiting = await WatchAsync(market, market.World.Official);
        await LookAsync(market);

        Assert.Equal((1, 1), (asked, waiting.Waiting));
        Assert.Equal(new DriftWatch(1, 0, before.LastLookedAt), before);
        var row = Assert.Single(await market.DriftAsync());
        Assert.Equal((Verdict.Passed, Verdict.NeedsPerson), (row.VerdictThen, row.VerdictNow));
        Assert.Equal("seal-lost", Assert.Single(row.Doubtful).Code);
        Assert.True((await WatchAsync(market, market.World.Official)).LastLookedAt > before.LastLookedAt);
    }

    [Fact]
    public async Task A_loss_that_the_official_knew_of_when_accepting_is_no_drift()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await market.RunAsync(agency.SecondKeeper, (ReportSealLoss report) =>
            report.ExecuteAsync(agency.UnitSeal, TestClock.Monday.AddMinutes(59), "U盾遗失"));
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, onDesk.Version, "已电话核实"));

        await LookAsync(market);

        Assert.Empty(await market.DriftAsync());
    }

    [Fact]
    public async Task An_agency_cannot_ask_and_another_department_asks_for_none_of_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, ""));
        await LookAsync(market);
        var stranger = market.World.OtherOfficial;

        Assert.Equal("forbidden", await market.RefusalAsync(agency.Clerk, (AskReverification ask) => ask.ExecuteAsync()));
        Assert.Equal(0, await market.RunAsync(stranger, (AskReverification ask) => ask.ExecuteAsync()));
        Assert.Equal(0, (await WatchAsync(market, stranger)).Relied);
        Assert.Equal(0, (await WatchAsync(market, market.World.Official)).Waiting);
    }

    private static Task<DriftWatch> WatchAsync(MarketFixture market, Actor actor) => market.RunAsync(actor, (GetDriftWatch get) => get.ExecuteAsync());

    // What the watch does within seconds: nobody's night.
    private static Task<int> LookAsync(MarketFixture market) =>
        market.Host.Services.GetRequiredService<ReverificationWorker>().SweepAsync(market.Clock.GetUtcNow().AddDays(-1), TestContext.Current.CancellationToken);
}

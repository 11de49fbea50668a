using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests.Seals;

/// <summary>挂失: at once, with what was sealed since.</summary>
public sealed class SealLossTests
{
    private const string Lost = "U盾遗失";

    [Fact]
    public async Task A_lost_seal_seals_no_more_from_that_moment()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealUseTests.SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);

        await LoseAsync(market, agency.SecondKeeper, agency.UnitSeal);

        Assert.Equal("seal-not-active", await SealUseTests.SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal));
    }

    [Fact]
    public async Task The_report_lists_what_was_sealed_since_and_tells_department_and_owner()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();

        var receipt = await LoseAsync(market, agency.Keeper, agency.UnitSeal);

        var listed = await market.RunAsync(agency.Manager, (ListResultsInDoubt list) => list.ExecuteAsync(agency.UnitSeal, new PageRequest()));
        Assert.Equal((1, result.Id), (receipt.Affected, Assert.Single(listed.Rows).ResultId));
        foreach (var holder in new[] { market.World.Official, market.World.Owner })
        {
            var inbox = await market.RunAsync(holder, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
            Assert.Equal((LedgerKind.SealInDoubt, result.Id), (inbox.Rows[0].Kind, inbox.Rows[0].ResultId));
        }
    }

    [Fact]
    public async Task What_was_sealed_before_the_suspected_time_is_not_touched()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        market.Clock.Advance(TimeSpan.FromHours(2));

        var receipt = await LoseAsync(market, agency.Keeper, agency.UnitSeal, since: market.Clock.GetUtcNow());

        Assert.Equal(0, receipt.Affected);
        Assert.Equal(Verdict.Passed, (await market.ResultAsync(market.World.Official, result.Id)).Verdict);
        Assert.Equal(Verdict.Passed, await PublicVerdictAsync(market, result));
    }

    [Fact]
    public async Task Public_checks_and_the_desk_say_that_a_person_must_check_and_why()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));
        await LoseAsync(market, agency.Keeper, agency.UnitSeal);

        var check = await market.RunAsync(Actor.Public, (CheckPublicly publicly) => publicly.ExecuteAsync(file.Content));
        var published = await market.RunAsync(Actor.Public, (GetPublicResult get) => get.ExecuteAsync(result.PublicId));
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);
        var row = (await market.RunAsync(market.World.Official, (ListResults list) => list.ExecuteAsync(new PageRequest(), ResultFilter.ToDecide))).Rows[0];

        Assert.All(
            [check.Checks.Verdict, published.Verdict, onDesk.Verdict!.Value, row.Verdict!.Value], verdict => Assert.Equal(Verdict.NeedsPerson, verdict));
        Assert.Equal("seal-lost", check.Checks[CheckKind.InForce].Code);
        Assert.Equal("seal-lost", onDesk.Verification![CheckKind.InForce].Code);
        Assert.Equal(agency.Name, published.Doubt!.SealText);
    }

    [Fact]
    public async Task A_result_in_doubt_is_accepted_only_with_an_opinion()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await LoseAsync(market, agency.Keeper, agency.UnitSeal);
        var onDesk = await market.ResultAsync(market.World.Official, result.Id);

        var silent = await market.RefusalAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, onDesk.Version, ""));
        var status = await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, onDesk.Version, "已电话核实"));

        Assert.Equal(("opinion-missing", ResultStatus.Accepted), (silent, status));
    }

    [Fact]
    public async Task A_result_sealed_but_not_yet_delivered_reaches_the_desk_as_in_doubt()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await LoseAsync(market, agency.Manager, agency.UnitSeal);
        await market.Host.DrainAsync();

        Assert.Equal(Verdict.NeedsPerson, (await market.ResultAsync(market.World.Official, result.Id)).Verdict);
    }

    [Fact]
    public async Task Only_the_operator_withdraws_a_report_and_the_doubts_end_with_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        await LoseAsync(market, agency.Keeper, agency.UnitSeal);
        var seal = await market.RunAsync(market.World.Operator, (GetSeal get) => get.ExecuteAsync(agency.UnitSeal));

        var manager = await market.RefusalAsync(agency.Manager, (WithdrawSealLoss withdraw) => withdraw.ExecuteAsync(seal.Id, seal.Version, "找到了"));
        var silent = await market.RefusalAsync(market.World.Operator, (WithdrawSealLoss withdraw) => withdraw.ExecuteAsync(seal.Id, seal.Version, ""));
        await market.RunAsync(market.World.Operator, (WithdrawSealLoss withdraw) => withdraw.ExecuteAsync(seal.Id, seal.Version, "经核实未失控"));

        var inbox = await market.RunAsync(market.World.Owner, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        Assert.Equal(("forbidden", "reason-missing"), (manager, silent));
        Assert.Equal(Verdict.Passed, await PublicVerdictAsync(market, result));
        Assert.Equal(LedgerKind.SealDoubtEnded, inbox.Rows[0].Kind);
        Assert.Equal(SealStatus.Active, (await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(agency.UnitSeal))).Status);
    }

    [Fact]
    public async Task A_suspended_seal_that_was_lost_is_suspended_again_when_the_report_is_withdrawn()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;
        await market.RunAsync(market.World.Operator, (SuspendSeal suspend) => suspend.ExecuteAsync(agency.UnitSeal, 1, "备案核查"));
        await LoseAsync(market, agency.Keeper, agency.UnitSeal);

        await market.RunAsync(market.World.Operator, (WithdrawSealLoss withdraw) => withdraw.ExecuteAsync(agency.UnitSeal, 3, "未失控"));

        Assert.Equal(SealStatus.Suspended, (await market.RunAsync(agency.Manager, (GetSeal get) => get.ExecuteAsync(agency.UnitSeal))).Status);
    }

    [Fact]
    public async Task Nobody_without_the_seal_reports_it_and_the_time_must_be_possible()
    {
        await using var market = await MarketFixture.StartAsync();
        var agency = market.World.First;

        Assert.Equal("not-your-seal", await LossRefusalAsync(market, agency.StandIn, agency.UnitSeal));
        Assert.Equal("not-your-seal", await LossRefusalAsync(market, agency.Keeper, agency.PractitionerSeal));
        Assert.Equal("not-found", await LossRefusalAsync(market, market.World.Second.Keeper, agency.UnitSeal));
        Assert.Equal("forbidden", await LossRefusalAsync(market, agency.Clerk, agency.UnitSeal));
        Assert.Equal("loss-time", await LossRefusalAsync(market, agency.Keeper, agency.UnitSeal, TimeSpan.FromDays(1)));
    }

    private static Task<SealLossReceipt> LoseAsync(MarketFixture market, Actor actor, Guid seal, DateTimeOffset? since = null) =>
        market.RunAsync(actor, (ReportSealLoss report) => report.ExecuteAsync(seal, since ?? TestClock.Monday.AddMinutes(59), Lost));

    private static Task<string> LossRefusalAsync(MarketFixture market, Actor actor, Guid seal, TimeSpan offset = default) =>
        market.RefusalAsync(actor, (ReportSealLoss report) => report.ExecuteAsync(seal, market.Clock.GetUtcNow() + offset, Lost));

    private static async Task<Verdict> PublicVerdictAsync(MarketFixture market, ResultDetails result) =>
        (await market.RunAsync(Actor.Public, (GetPublicResult get) => get.ExecuteAsync(result.PublicId))).Verdict;
}

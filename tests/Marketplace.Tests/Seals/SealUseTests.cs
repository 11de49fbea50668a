using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Seals;

/// <summary>用印申请 → 批准 → 用印, or 退回.</summary>
public sealed class SealUseTests
{
    [Fact]
    public async Task The_unit_seal_is_not_put_on_without_an_approved_application()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);

        var without = await SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal);
        await market.ApplyAsync(result, agency);
        var waiting = await SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal);

        Assert.Equal(("seal-use-not-approved", "seal-use-not-approved"), (without, waiting));
    }

    [Fact]
    public async Task A_refused_use_does_not_spend_the_keepers_code()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var code = market.Host.NextCodeFor(agency.Keeper);

        await market.RefusalAsync(agency.Keeper, (SealResult seal) => seal.ExecuteAsync(result.Id, result.Version, agency.UnitSeal, code));
        await market.ApproveUnitSealAsync(result, agency);
        var receipt = await market.RunAsync(agency.Keeper, (SealResult seal) => seal.ExecuteAsync(result.Id, result.Version, agency.UnitSeal, code));

        Assert.Equal(ResultStatus.Sealed, receipt.Status);
    }

    [Fact]
    public async Task The_log_names_applicant_approver_and_keeper()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        await market.ApproveUnitSealAsync(result, agency);
        await market.SealAsync(result, agency.Keeper, agency.UnitSeal);

        var uses = await market.RunAsync(agency.Clerk, (ListSealUses list) => list.ExecuteAsync(new PageRequest()));

        var unit = uses.Rows[0];
        Assert.Equal(
            (agency.Clerk.DisplayName, agency.SecondKeeper.DisplayName, agency.Keeper.DisplayName), (unit.AppliedBy, unit.ApprovedBy, unit.UserName));
        Assert.StartsWith("YY-20261123-", unit.ApplicationNumber, StringComparison.Ordinal);
        Assert.Null(uses.Rows[1].ApplicationNumber);
    }

    [Fact]
    public async Task The_manager_or_a_keeper_may_approve_and_nobody_the_own_application()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var both = await TestData.PersonAsync(market.Host, "经办兼管理", agency.Id, Role.AgencyClerk, Role.AgencyManager);
        var id = await market.RunAsync(both, (ApplyForSealUse apply) => apply.ExecuteAsync(result.Id, 2, "交付成果"));

        var own = await market.RefusalAsync(both, Approve(id, 1));
        var standIn = await market.RefusalAsync(agency.StandIn, Approve(id, 1));
        var status = await market.RunAsync(agency.Manager, Approve(id, 1));

        Assert.Equal(("approver-is-applicant", "not-a-keeper"), (own, standIn));
        Assert.Equal(SealApplicationStatus.Approved, status);
    }

    [Fact]
    public async Task A_returned_application_says_why_and_leaves_room_for_a_new_one()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var id = await market.ApplyAsync(result, agency);

        var silent = await market.RefusalAsync(agency.Keeper, Return(id, " "));
        await market.RunAsync(agency.Keeper, Return(id, "结论一栏与正文不一致"));
        var again = await market.ApplyAsync(result, agency, "已改正，交付成果");

        var returned = await market.ApplicationAsync(agency.Clerk, id);
        Assert.Equal("reason-missing", silent);
        Assert.Equal((SealApplicationStatus.Returned, "结论一栏与正文不一致"), (returned.Status, returned.DecisionReason));
        Assert.Equal(SealApplicationStatus.Pending, (await market.ApplicationAsync(agency.Clerk, again)).Status);
        Assert.Equal("seal-use-not-approved", await SealRefusalAsync(market, result, agency.Keeper, agency.UnitSeal));
    }

    [Fact]
    public async Task One_application_at_a_time_and_only_the_applicant_takes_it_back()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var other = await TestData.PersonAsync(market.Host, "另一经办", agency.Id, Role.AgencyClerk);
        var id = await market.ApplyAsync(result, agency);

        var second = await market.RefusalAsync(other, (ApplyForSealUse apply) => apply.ExecuteAsync(result.Id, 2, "再申请"));
        var stranger = await market.RefusalAsync(other, (WithdrawSealApplication withdraw) => withdraw.ExecuteAsync(id, 1));
        await market.RunAsync(agency.Clerk, (WithdrawSealApplication withdraw) => withdraw.ExecuteAsync(id, 1));

        Assert.Equal(("application-open", "not-found"), (second, stranger));
        Assert.Equal("application-state", await market.RefusalAsync(agency.Keeper, Approve(id, 2)));
    }

    [Fact]
    public async Task A_practitioners_own_seal_needs_no_application()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var result = await market.SubmitAsync(order, agency);

        var refusal = await market.RefusalAsync(agency.Clerk, (ApplyForSealUse apply) => apply.ExecuteAsync(result.Id, 1, "执业章"));

        Assert.Equal("application-not-needed", refusal);
        Assert.Equal(ResultStatus.Sealing, (await market.SealAsync(result, agency.Practitioner, agency.PractitionerSeal)).Status);
    }

    [Fact]
    public async Task An_approval_covers_one_version_of_the_result_and_ends_with_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var first = await market.SubmitAsync(order, agency);
        var id = await market.ApplyAsync(first, agency);
        await market.RunAsync(agency.Manager, Approve(id, 1));

        var second = await market.SubmitAsync(order, agency);
        var once = await market.SealAsync(second, agency.Practitioner, agency.PractitionerSeal);

        Assert.Equal(SealApplicationStatus.Lapsed, (await market.ApplicationAsync(agency.Clerk, id)).Status);
        Assert.Equal("seal-use-not-approved", await SealRefusalAsync(market, once, agency.Keeper, agency.UnitSeal));
    }

    [Fact]
    public async Task Waiting_for_approval_does_not_stop_the_clock()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var before = await market.OrderAsync(agency.Clerk, result.TaskOrderId);

        await market.ApplyAsync(result, agency);
        market.Clock.SetTo(new DateOnly(2026, 11, 27));
        var waiting = await market.OrderAsync(agency.Clerk, result.TaskOrderId);

        Assert.Equal(before.Deadline!.DueOn, waiting.Deadline!.DueOn);
        Assert.NotEqual(before.Light, waiting.Light);
    }

    [Fact]
    public async Task Each_step_reaches_the_agencys_inbox_and_the_timeline_of_the_result()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var id = await market.ApplyAsync(result, agency);
        await market.RunAsync(agency.Keeper, Return(id, "缺附图"));
        await market.ApproveUnitSealAsync(result, agency);

        var inbox = await market.RunAsync(agency.Keeper, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        var seen = await market.ResultAsync(agency.Clerk, result.Id);

        LedgerKind[] steps = [LedgerKind.SealUseApplied, LedgerKind.SealUseReturned, LedgerKind.SealUseApplied, LedgerKind.SealUseApproved];
        Assert.Equal(steps, seen.Timeline.Select(entry => entry.Kind).Where(steps.Contains));
        Assert.Equal(steps.Reverse(), inbox.Rows.Select(row => row.Kind).Where(steps.Contains));
    }

    [Fact]
    public async Task Another_agency_neither_sees_nor_decides_an_application()
    {
        await using var market = await MarketFixture.StartAsync();
        var (agency, result) = await SealedByPractitionerAsync(market);
        var id = await market.ApplyAsync(result, agency);
        var stranger = agency.Id == market.World.Third.Id ? market.World.Fourth : market.World.Third;

        var list = await market.RunAsync(stranger.Keeper, (ListSealApplications all) => all.ExecuteAsync(new PageRequest()));

        Assert.Equal(0, list.Total);
        Assert.Equal("not-found", await market.RefusalAsync(stranger.Keeper, Approve(id, 1)));
        Assert.Equal("forbidden", await market.RefusalAsync(market.World.Operator, Approve(id, 1)));
    }

    internal static async Task<(TestAgency Agency, ResultDetails Result)> SealedByPractitionerAsync(MarketFixture market)
    {
        var (order, agency) = await market.TakenOrderAsync();
        return (agency, await market.SealAsync(await market.SubmitAsync(order, agency), agency.Practitioner, agency.PractitionerSeal));
    }

    internal static Task<string> SealRefusalAsync(MarketFixture market, ResultDetails result, Actor holder, Guid sealId) =>
        market.RefusalAsync(holder, (SealResult seal) => seal.ExecuteAsync(result.Id, result.Version, sealId, market.Host.NextCodeFor(holder)));

    private static Func<DecideSealUse, Task<SealApplicationStatus>> Approve(Guid id, long version) =>
        decide => decide.ExecuteAsync(id, version, approve: true);

    private static Func<DecideSealUse, Task<SealApplicationStatus>> Return(Guid id, string reason) =>
        decide => decide.ExecuteAsync(id, 1, approve: false, reason);
}

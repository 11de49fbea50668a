using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Tests;

public sealed class MainFlowTests
{
    [Fact]
    public async Task Acceptance_sends_two_tasks_to_different_agencies_of_the_panels()
    {
        await using var market = await MarketFixture.StartAsync();

        var accepted = await market.AcceptedCaseAsync();

        Assert.Equal(CaseStatus.Accepted, accepted.Status);
        Assert.Equal([TestData.ReviewItem, TestData.SunlightItem], accepted.TaskOrders.Select(order => order.ServiceItemCode));
        Assert.Equal([market.World.First.Id, market.World.Second.Id], accepted.TaskOrders.Select(order => order.AgencyId));
        Assert.All(accepted.TaskOrders, order => Assert.Equal(TaskOrderStatus.Dispatched, order.Status));
        Assert.All(accepted.TaskOrders, order => Assert.Equal(new DateOnly(2026, 11, 30), order.DueOn));
    }

    [Fact]
    public async Task The_proof_of_an_assignment_says_who_was_passed_over_and_why()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();

        var review = await market.OrderAsync(market.World.Official, accepted.TaskOrders[0].Id);
        var sunlight = await market.OrderAsync(market.World.Official, accepted.TaskOrders[1].Id);

        Assert.Equal(
            [(market.World.Related.Id, false, [SkipReason.RelatedToDepartment]), (market.World.First.Id, true, Array.Empty<SkipReason>())],
            Assert.Single(review.Assignments).Considered.Select(agency => (agency.AgencyId, agency.Chosen, agency.SkippedFor.ToArray())));
        Assert.Equal([SkipReason.AlreadyInThisGroup], Assert.Single(sunlight.Assignments).Considered[0].SkippedFor);
    }

    [Fact]
    public async Task A_project_without_homes_needs_no_sunlight_review()
    {
        await using var market = await MarketFixture.StartAsync();

        var accepted = await market.AcceptedCaseAsync(TestData.Project(isResidential: false));

        Assert.Equal(TestData.ReviewItem, Assert.Single(accepted.TaskOrders).ServiceItemCode);
    }

    [Fact]
    public async Task A_sealed_result_is_verified_delivered_and_accepted_by_a_named_official()
    {
        await using var market = await MarketFixture.StartAsync();

        var (delivered, _, agency) = await market.DeliveredResultAsync();
        var onDesk = await market.ResultAsync(market.World.Official, delivered.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(onDesk.Id, onDesk.Version, "同意采信"));

        Assert.All(onDesk.Verification!.Checks, check => Assert.True(check.Outcome == CheckOutcome.Pass, $"{check.Kind}: {check.Code} {string.Join(' ', check.Evidence)}"));
        Assert.Equal(Verdict.Passed, onDesk.Verdict);
        Assert.Equal([ResultAction.Accept, ResultAction.Return], onDesk.Actions);
        var accepted = await market.ResultAsync(agency.Clerk, delivered.Id);
        Assert.Equal((ResultStatus.Accepted, "李审批"), (accepted.Status, accepted.DecidedBy));
        Assert.Equal(TaskOrderStatus.Completed, (await market.OrderAsync(agency.Clerk, accepted.TaskOrderId)).Status);
    }

    [Fact]
    public async Task The_department_and_the_owner_learn_of_a_delivered_result()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.DeliveredResultAsync();

        var desk = await market.RunAsync(market.World.Official, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        var owner = await market.RunAsync(market.World.Owner, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        var bench = await market.RunAsync(market.World.Official, (GetWorkbench get) => get.ExecuteAsync());

        Assert.Equal(LedgerKind.ResultDelivered, desk.Rows[0].Kind);
        Assert.Contains(owner.Rows, row => row.Kind == LedgerKind.ResultDelivered);
        Assert.Equal(1, bench.Tiles.Single(tile => tile.Kind == TileKind.ResultsToDecide).Count);
    }

    [Fact]
    public async Task A_returned_result_comes_back_as_the_next_version_with_a_new_period()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, order, agency) = await market.DeliveredResultAsync();
        var onDesk = await market.ResultAsync(market.World.Official, delivered.Id);
        market.Clock.SetTo(new DateOnly(2026, 11, 26));

        await market.RunAsync(market.World.Official, (ReturnResult back) => back.ExecuteAsync(
            onDesk.Id, onDesk.Version, [new Defect(DefectKind.WrongFigure, "第2页", "容积率计算有误，请复核")], "请修改"));
        var again = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();

        var reworked = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal((2, ResultStatus.Delivered), (again.Number, (await market.ResultAsync(agency.Clerk, again.Id)).Status));
        Assert.Equal((1, new DateOnly(2026, 12, 3)), (reworked.ReturnCount, reworked.Deadline!.DueOn));
        Assert.Equal([2, 1], reworked.Results.Select(result => result.Number));
    }

    [Fact]
    public async Task One_timeline_tells_the_whole_story_in_order()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, _) = await market.DeliveredResultAsync();

        var seen = await market.CaseAsync(market.World.Owner, result.CaseId);

        Assert.Equal(
            [
                LedgerKind.CaseStarted, LedgerKind.MaterialAttached, LedgerKind.CaseFiled, LedgerKind.CaseAccepted,
                LedgerKind.TaskDispatched, LedgerKind.TaskDispatched, LedgerKind.TaskAccepted, LedgerKind.ResultSubmitted,
                LedgerKind.SealApplied, LedgerKind.SealUseApplied, LedgerKind.SealUseApproved, LedgerKind.SealApplied, LedgerKind.ResultSealed, LedgerKind.ResultDelivered,
            ],
            seen.Timeline.Select(entry => entry.Kind).Where(kind => kind != LedgerKind.NoticeServed));
    }

    [Fact]
    public async Task Every_use_of_a_seal_is_in_the_log()
    {
        await using var market = await MarketFixture.StartAsync();
        var (_, _, agency) = await market.DeliveredResultAsync();

        var uses = await market.RunAsync(market.World.Operator, (ListSealUses list) => list.ExecuteAsync(new PageRequest()));

        Assert.Equal([agency.Name, "张规划"], uses.Rows.Select(use => use.SealText));
        Assert.Equal(uses.Rows[1].Sha256After, uses.Rows[0].Sha256Before);
    }

    [Fact]
    public async Task Anybody_may_check_the_sealed_file_and_look_up_its_code()
    {
        await using var market = await MarketFixture.StartAsync();
        var (result, _, agency) = await market.DeliveredResultAsync();
        using var file = await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(result.SealedFileId!.Value));

        var check = await market.RunAsync(Actor.Public, (CheckPublicly publicly) => publicly.ExecuteAsync(file.Content));
        var published = await market.RunAsync(Actor.Public, (GetPublicResult get) => get.ExecuteAsync(result.PublicId));

        Assert.Equal(Verdict.Passed, check.Checks.Verdict);
        Assert.Equal(["张规划", agency.Name], check.Seals.Select(seal => seal.SignerName.Split('（')[0].Trim()));
        Assert.Equal(published, check.Result);
        Assert.Equal((result.ReportNumber, agency.Name, 2), (published.ReportNumber, published.AgencyName, published.PageCount));
    }

    [Fact]
    public async Task The_code_of_a_result_that_is_not_delivered_leads_nowhere()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var submitted = await market.SubmitAsync(order, agency);

        var refusal = await market.RefusalAsync(Actor.Public, (GetPublicResult get) => get.ExecuteAsync(submitted.PublicId));

        Assert.Equal("not-found", refusal);
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Delivery;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Results;

/// <summary>更正、撤销采信、作废: the seals stay genuine, and every check says what became of the result.</summary>
public sealed class LaterDecisionTests
{
    [Theory]
    [InlineData(LaterDecisionKind.Correct, ResultStatus.Corrected, "later-corrected")]
    [InlineData(LaterDecisionKind.WithdrawAcceptance, ResultStatus.AcceptanceWithdrawn, "later-withdrawn")]
    [InlineData(LaterDecisionKind.Void, ResultStatus.Voided, "later-voided")]
    public async Task The_public_check_of_the_file_says_what_became_of_it(LaterDecisionKind kind, ResultStatus status, string code)
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await AcceptedAsync(market);
        await DecideAsync(market, accepted, kind);

        var check = await CheckAsync(market, accepted.Id);

        Assert.Equal(code, check.Checks[CheckKind.InForce].Code);
        Assert.Equal(CheckOutcome.Pass, check.Checks[CheckKind.Intact].Outcome);
        Assert.Equal(Verdict.Failed, check.Checks.Verdict);
        Assert.Equal("湘源自资撤〔2026〕7号", check.Result!.Later!.Number);
        Assert.Equal(status, check.Result.Status);
    }

    [Fact]
    public async Task The_later_decision_counts_everywhere_and_the_verdict_of_the_day_is_kept_as_history()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await AcceptedAsync(market);
        Assert.Null(accepted.VerificationThen);
        await DecideAsync(market, accepted, LaterDecisionKind.WithdrawAcceptance);

        var onDesk = await market.ResultAsync(market.World.Official, accepted.Id);
        var inPublic = await market.RunAsync(Actor.Public, (GetPublicResult get) => get.ExecuteAsync(accepted.PublicId));
        var listed = await market.RunAsync(market.World.Official, (ListResults list) => list.ExecuteAsync(new PageRequest(), ResultFilter.Delivered));
        var checkedAgain = await market.RunAsync(market.World.Official, (CheckResult again) => again.ExecuteAsync(accepted.Id));

        Assert.Equal((Verdict.Failed, "later-withdrawn"), (onDesk.Verdict, onDesk.Verification![CheckKind.InForce].Code));
        Assert.Equal((Verdict.Passed, "in-force"), (onDesk.VerificationThen!.Verdict, onDesk.VerificationThen[CheckKind.InForce].Code));
        Assert.Equal((Verdict.Failed, Verdict.Passed), (inPublic.Verdict, inPublic.VerdictThen));
        Assert.Equal(Verdict.Failed, Assert.Single(listed.Rows).Verdict);
        Assert.Equal((Verdict.Failed, "later-withdrawn"), (checkedAgain.Check.Checks.Verdict, checkedAgain.Check.Checks[CheckKind.InForce].Code));
    }

    [Fact]
    public async Task A_withdrawn_acceptance_gives_the_work_back_with_a_full_period()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await AcceptedAsync(market);

        await DecideAsync(market, accepted, LaterDecisionKind.WithdrawAcceptance);

        var order = await market.OrderAsync(market.World.Official, accepted.TaskOrderId);
        Assert.Equal(TaskOrderStatus.InProgress, order.Status);
        Assert.Equal(market.Clock.GetUtcNow().AddHours(8).Date, order.Deadline!.StartOn.ToDateTime(TimeOnly.MinValue));
    }

    [Fact]
    public async Task Every_case_that_referred_to_the_result_is_found_and_told()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await AcceptedAsync(market);
        var project = await ProjectOfAsync(market, accepted);
        var other = await market.RunAsync(market.World.Owner, (StartCase start) => start.ExecuteAsync(project));
        await market.RunAsync(market.World.Owner, (ReferToResult refer) => refer.ExecuteAsync(accepted.Id, other));

        var found = await DecideAsync(market, accepted, LaterDecisionKind.Void);

        Assert.Equal(1, found);
        var inbox = await market.RunAsync(market.World.Owner, (ListInbox list) => list.ExecuteAsync(new PageRequest()));
        Assert.Contains(inbox.Rows, message => message.Kind == LedgerKind.ReferenceLost && message.CaseId == other);
        var referred = await market.RunAsync(market.World.Owner, (ListReferredResults list) => list.ExecuteAsync(other));
        Assert.Equal(ResultStatus.Voided, Assert.Single(referred).Status);
    }

    [Fact]
    public async Task A_result_is_referred_to_only_within_its_project_and_while_it_stands()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await AcceptedAsync(market);
        var elsewhere = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));
        Assert.Equal("reference-other-project", await market.RefusalAsync(
            market.World.Owner, (ReferToResult refer) => refer.ExecuteAsync(accepted.Id, elsewhere.Id)));
        await DecideAsync(market, accepted, LaterDecisionKind.Void);

        Assert.Equal("reference-not-accepted", await market.RefusalAsync(
            market.World.Owner, (ReferToResult refer) => refer.ExecuteAsync(accepted.Id, elsewhere.Id)));
    }

    [Fact]
    public async Task A_decision_without_number_or_reason_and_one_on_what_was_not_accepted_are_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var (delivered, _, _) = await market.DeliveredResultAsync();
        Assert.Equal("result-state", await RefusedAsync(delivered, "文号", "理由"));
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, ""));
        var accepted = await market.ResultAsync(market.World.Official, delivered.Id);

        Assert.Equal("decision-incomplete", await RefusedAsync(accepted, " ", "理由"));
        Assert.Equal("decision-incomplete", await RefusedAsync(accepted, "文号", ""));

        Task<string> RefusedAsync(ResultDetails result, string number, string reason) => market.RefusalAsync(
            market.World.Official, (DecideLater decide) => decide.ExecuteAsync(result.Id, result.Version, LaterDecisionKind.Void, number, reason));
    }

    [Fact]
    public async Task What_was_delivered_is_not_handed_in_again_for_another_task()
    {
        await using var market = await MarketFixture.StartAsync();
        var pdf = TestData.Pdf("同一份报告");
        var (order, agency) = await market.TakenOrderAsync();
        await market.SealAllAsync(await market.SubmitAsync(order, agency, pdf), agency);
        await market.Host.DrainAsync();
        var again = await market.AcceptedCaseAsync(TestData.Project(code: "2611-430104-04-01-100003"));
        var summary = again.TaskOrders.Single(row => row.ServiceItemCode == TestData.ReviewItem);
        var next = market.World.AgencyOf(summary.AgencyId!.Value);
        var taken = await market.OrderAsync(next.Clerk, summary.Id);
        await market.RunAsync(next.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(taken.Id, taken.Version));

        var refusal = await Assert.ThrowsAsync<RuleViolationException>(async () => await market.SubmitAsync(taken, next, pdf));

        Assert.Equal("handed-in-elsewhere", refusal.Code);
    }

    private static Task<Guid> ProjectOfAsync(MarketFixture market, ResultDetails result) =>
        market.Host.ReadAsync(db => db.TaskOrders.Where(row => row.Id == result.TaskOrderId).Select(row => row.ProjectId).SingleAsync());

    private static async Task<ResultDetails> AcceptedAsync(MarketFixture market)
    {
        var (delivered, _, _) = await market.DeliveredResultAsync();
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "同意采信"));
        return await market.ResultAsync(market.World.Official, delivered.Id);
    }

    private static Task<int> DecideAsync(MarketFixture market, ResultDetails result, LaterDecisionKind kind) => market.RunAsync(
        market.World.Official, (DecideLater decide) => decide.ExecuteAsync(result.Id, result.Version, kind, "湘源自资撤〔2026〕7号", "原始数据有误"));

    private static async Task<PublicCheck> CheckAsync(MarketFixture market, Guid resultId)
    {
        var sha256 = await market.Host.ReadAsync(db => db.Results.Where(row => row.Id == resultId)
            .Select(row => db.StoredFiles.Single(file => file.Id == row.SealedFileId).Sha256).SingleAsync());
        await using var pdf = market.Host.Services.GetRequiredService<IBlobStore>().OpenRead(sha256);
        return await market.RunAsync(Actor.Public, (CheckPublicly check) => check.ExecuteAsync(pdf));
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class ChainTests
{
    [Fact]
    public async Task From_design_over_filing_review_and_publicity_to_the_planning_permit()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, [ChainTemplates.PlanningPermit[0] with { Code = "ghxk-accepted" }, ChainTemplates.PlanningPermit[1]]);
        var accepted = await market.AcceptedCaseAsync();

        foreach (var order in accepted.TaskOrders)
        {
            await DeliverAndAcceptAsync(market, order.Id);
        }

        var early = await market.RefusalAsync(market.World.Official, (DecideCase decide) =>
            decide.ExecuteAsync(accepted.Id, market.CaseAsync(market.World.Official, accepted.Id).Result.Version, grant: true, "建字第430100202600001号", "符合规划条件"));
        var publicity = Assert.Single(await StepsAsync(market, accepted.Id));
        market.Clock.SetTo(new DateOnly(2026, 12, 1));
        await market.SweepClocksAsync();
        var current = await market.CaseAsync(market.World.Official, accepted.Id);
        await market.RunAsync(market.World.Official, (DecideCase decide) =>
            decide.ExecuteAsync(current.Id, current.Version, grant: true, "建字第430100202600001号", "符合规划条件"));

        Assert.Equal("case-tasks-open", early);
        Assert.Equal((CaseStepKind.PublicityBefore, new DateOnly(2026, 11, 30)), (publicity.Kind, publicity.PublicUntil!.Value));
        var done = await market.CaseAsync(market.World.Owner, accepted.Id);
        Assert.Equal(CaseStatus.Decided, done.Status);
        Assert.All(done.TaskOrders, order => Assert.Equal(TaskOrderStatus.Archived, order.Status));
        Assert.Contains(done.Timeline, entry => entry.Kind == LedgerKind.GroupJoined);
        Assert.Equal(CaseStepKind.PublicityAfter, (await StepsAsync(market, accepted.Id))[^1].Kind);
        Assert.Equal(2, (await market.RunAsync(Actor.Public, (ListPublicity list) => list.ExecuteAsync(new PageRequest()))).Total);
    }

    [Fact]
    public async Task From_one_survey_over_filing_and_the_checks_of_several_departments_to_the_joint_acceptance()
    {
        await using var market = await MarketFixture.StartAsync();
        var world = market.World;
        await OpenJointAcceptanceAsync(market);
        var project = await market.RunAsync(world.Owner, (RegisterProject register) => register.ExecuteAsync(TestData.Project()));
        var id = await market.RunAsync(world.Owner, (StartCase start) => start.ExecuteAsync(project, ApprovalItems.JointAcceptance));
        var survey = (await market.CaseAsync(world.Owner, id)).TaskOrders.Single();
        var drawings = await market.UploadAsync(world.Owner, TestData.Pdf("竣工图"), "竣工图.pdf");
        await market.RunAsync(world.Owner, (AttachMaterial attach) => attach.ExecuteAsync(id, market.CaseAsync(world.Owner, id).Result.Version, "completion", drawings));
        var unready = await market.RefusalAsync(world.Owner, (FileCase file) => file.ExecuteAsync(id, market.CaseAsync(world.Owner, id).Result.Version));

        await market.RunAsync(world.Owner, (CommissionAgency pick) => pick.ExecuteAsync(survey.Id, survey.Version, world.Second.Id));
        await DeliverAsync(market, survey.Id);
        await market.RunAsync(world.Owner, (FileCase file) => file.ExecuteAsync(id, market.CaseAsync(world.Owner, id).Result.Version));
        var lead = world.Official;
        await market.RunAsync(lead, (AcceptCase accept) => accept.ExecuteAsync(id, market.CaseAsync(lead, id).Result.Version));
        await AcceptResultAsync(market, survey.Id);
        var steps = await StepsAsync(market, id);

        Assert.Equal("commissioned-missing", unready);
        Assert.Equal(
            [(CaseStepKind.SiteVisit, "联合踏勘"), (CaseStepKind.DepartmentCheck, "规划核实与土地核验"), (CaseStepKind.DepartmentCheck, "住建查验")],
            steps.Select(step => (step.Kind, step.Title)));
        Assert.All(steps, step => Assert.Equal("竣工联合测绘", Assert.Single(step.Package).ServiceItemName));

        // Both departments at the same time, each on its own step; the other's is not found.
        var housing = steps[2];
        Assert.Equal("not-found", await market.RefusalAsync(lead, (ActOnCaseStep act) => act.ExecuteAsync(housing.Id, housing.Version, new CaseStepDeed(CaseStepAction.Pass, "通过"))));
        await ActAsync(market, lead, steps[0], new CaseStepDeed(CaseStepAction.Arrange, Day: new DateOnly(2026, 11, 24), Names: ["李审批", "他局审批", "业主经办"]));
        Assert.Equal("step-not-met", await market.RefusalAsync(lead, (ActOnCaseStep act) => act.ExecuteAsync(steps[0].Id, steps[0].Version + 1, new CaseStepDeed(CaseStepAction.Pass, "与竣工图一致"))));
        market.Clock.SetTo(new DateOnly(2026, 11, 24));
        await ActAsync(market, lead, steps[0], new CaseStepDeed(CaseStepAction.Pass, "与竣工图一致"));
        await ActAsync(market, world.OtherOfficial, housing, new CaseStepDeed(CaseStepAction.AskRectification, "无障碍坡道未完成"));
        await ActAsync(market, lead, steps[1], new CaseStepDeed(CaseStepAction.Pass, "符合规划条件"));
        await market.RunAsync(world.Owner, (HandBackCaseStep back) => back.ExecuteAsync(housing.Id, VersionOf(market, housing.Id), "坡道已完成"));
        Assert.Null(await JoinedAsync(market, id));
        await ActAsync(market, world.OtherOfficial, housing, new CaseStepDeed(CaseStepAction.Pass, "整改完成，通过"));
        Assert.NotNull(await JoinedAsync(market, id));

        var ready = await market.CaseAsync(lead, id);
        await market.RunAsync(lead, (DecideCase decide) => decide.ExecuteAsync(id, ready.Version, grant: true, "联验〔2026〕1号", "同意"));
        Assert.Equal(CaseStatus.Decided, (await market.CaseAsync(world.Owner, id)).Status);
    }

    [Fact]
    public async Task The_decisions_clock_stands_still_while_commissioned_work_runs_and_goes_on_after_the_join()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();

        market.Clock.SetTo(new DateOnly(2026, 11, 26));
        foreach (var order in accepted.TaskOrders)
        {
            await DeliverAndAcceptAsync(market, order.Id);
        }

        Assert.Equal(new DateOnly(2026, 12, 28), accepted.Deadline!.DueOn);
        Assert.Equal(new DateOnly(2026, 12, 24), (await market.CaseAsync(market.World.Official, accepted.Id)).Deadline!.DueOn);
    }

    private static async Task OpenJointAcceptanceAsync(MarketFixture market)
    {
        var item = TestData.Item("ZJ-4-01", "竣工联合测绘") with { Payer = Payer.Owner, Stage = ProjectStage.CompletionAcceptance };
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(item));
        await market.RunAsync(Actor.System, (AssignApprovalItem assign) =>
            assign.ExecuteAsync(market.World.Official.OrganisationId!.Value, ApprovalItems.JointAcceptance));
        await PublishAsync(market, ChainTemplates.JointAcceptance([new CheckingDepartment("规划核实与土地核验"), new CheckingDepartment("住建查验", "11430100006120200T")]));
    }

    private static async Task PublishAsync(MarketFixture market, IReadOnlyList<TriggerRuleTerms> rules)
    {
        foreach (var rule in rules)
        {
            await market.RunAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(rule));
        }
    }

    private static async Task DeliverAndAcceptAsync(MarketFixture market, Guid id)
    {
        await DeliverAsync(market, id);
        await AcceptResultAsync(market, id);
    }

    private static async Task DeliverAsync(MarketFixture market, Guid id)
    {
        var order = await market.OrderAsync(market.World.Operator, id);
        var agency = market.World.AgencyOf(order.AgencyId!.Value);
        await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(id, order.Version));
        await market.SealAllAsync(await market.SubmitAsync(order, agency, TestData.Pdf(order.Number)), agency);
        await market.Host.DrainAsync();
    }

    private static async Task AcceptResultAsync(MarketFixture market, Guid id)
    {
        var result = (await market.OrderAsync(market.World.Official, id)).Results[0];
        var delivered = await market.ResultAsync(market.World.Official, result.Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(delivered.Id, delivered.Version, "同意采信"));
    }

    private static Task<IReadOnlyList<CaseStepRow>> StepsAsync(MarketFixture market, Guid caseId) =>
        market.RunAsync(market.World.Official, (ListCaseSteps list) => list.ExecuteAsync(caseId));

    private static Task<CaseStepStatus> ActAsync(MarketFixture market, Actor official, CaseStepRow step, CaseStepDeed deed) =>
        market.RunAsync(official, (ActOnCaseStep act) => act.ExecuteAsync(step.Id, VersionOf(market, step.Id), deed));

    private static long VersionOf(MarketFixture market, Guid id) =>
        market.Host.ReadAsync(db => db.CaseSteps.Where(row => row.Id == id).Select(row => row.Version).SingleAsync()).Result;

    private static Task<DateTimeOffset?> JoinedAsync(MarketFixture market, Guid caseId) => market.Host.ReadAsync(db =>
        db.TaskGroups.Where(row => row.CaseId == caseId && db.CaseSteps.Any(step => step.GroupId == row.Id)).Select(row => row.JoinedAt).SingleAsync());
}

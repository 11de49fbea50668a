using Market.Marketplace.Admissions;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class DispatchTests
{
    [Fact]
    public async Task Firing_an_event_again_makes_no_second_task()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var entry = accepted.Timeline.Single(line => line.Kind == LedgerKind.CaseAccepted);

        var again = await market.RunAsync(Actor.System, (DispatchTriggered dispatch) => dispatch.ExecuteAsync(entry.Id));

        Assert.Empty(again);
        Assert.Equal(2, (await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders.Count);
    }

    [Fact]
    public async Task The_next_case_goes_to_the_next_agency_in_turn()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();

        var next = await market.AcceptedCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));

        Assert.Equal([market.World.Second.Id, market.World.Fourth.Id], next.TaskOrders.Select(order => order.AgencyId));
    }

    [Fact]
    public async Task Two_cases_accepted_at_once_both_get_their_agencies()
    {
        await using var market = await MarketFixture.StartAsync();
        var one = await market.FileCaseAsync();
        var two = await market.FileCaseAsync(TestData.Project(code: "2611-430104-04-01-100002"));

        await Task.WhenAll(
            market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(one.Id, one.Version)),
            market.RunAsync(market.World.Official, (AcceptCase accept) => accept.ExecuteAsync(two.Id, two.Version)));

        var orders = await market.RunAsync(market.World.Official, (ListTaskOrders list) => list.ExecuteAsync(new PageRequest()));
        Assert.Equal(4, orders.Total);
        Assert.All(orders.Rows.GroupBy(order => order.CaseId), group => Assert.Equal(2, group.Select(order => order.AgencyId).Distinct().Count()));
    }

    [Fact]
    public async Task The_agency_that_designed_the_project_is_passed_over()
    {
        await using var market = await MarketFixture.StartAsync();

        var accepted = await market.AcceptedCaseAsync(TestData.Project(designAgencyCode: market.World.First.CreditCode));

        var review = await market.OrderAsync(market.World.Official, accepted.TaskOrders[0].Id);
        Assert.Equal(market.World.Second.Id, review.AgencyId);
        Assert.Equal([SkipReason.DesignedTheProject], review.Assignments[0].Considered[1].SkippedFor);
    }

    [Fact]
    public async Task A_suspended_agency_and_one_without_a_licence_in_force_are_passed_over()
    {
        await using var market = await MarketFixture.StartAsync();
        await Admissions.Applying.ChangeAsync(market, market.World.First.Clerk, AdmissionAction.Suspend);
        market.Clock.SetTo(new DateOnly(2029, 1, 8));
        await TestData.OpenPanelAsync(
            market.Host, market.World.Official.OrganisationId!.Value, TestData.ReviewItem, [market.World.First, market.World.Second],
            until: new DateOnly(2030, 12, 31));

        var accepted = await market.AcceptedCaseAsync();

        var review = await market.OrderAsync(market.World.Official, accepted.TaskOrders[0].Id);
        Assert.Equal(TaskOrderStatus.AwaitingAgency, review.Status);
        Assert.Equal(
            [[SkipReason.NotAdmitted, SkipReason.QualificationNotInForce], [SkipReason.QualificationNotInForce]],
            review.Assignments[0].Considered.Select(agency => agency.SkippedFor));
    }

    [Fact]
    public async Task A_declined_task_goes_to_the_next_agency_with_a_new_period()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        market.Clock.SetTo(new DateOnly(2026, 11, 24));

        await DeclineAsync(market, accepted.TaskOrders[0].Id);

        var order = await market.OrderAsync(market.World.Official, accepted.TaskOrders[0].Id);
        Assert.Equal((TaskOrderStatus.Dispatched, market.World.Third.Id), (order.Status, order.AgencyId!.Value));
        Assert.Equal(new DateOnly(2026, 12, 1), order.Deadline!.DueOn);
        Assert.Equal("人手不足", Assert.Single(order.Declines).Reason);
        Assert.Contains(order.Timeline, entry => entry.Kind == LedgerKind.TaskReassigned);
    }

    [Fact]
    public async Task When_every_member_has_declined_the_alarm_goes_out_and_nobody_can_name_one()
    {
        await using var market = await MarketFixture.StartAsync();
        var id = (await market.AcceptedCaseAsync()).TaskOrders[0].Id;
        await DeclineAsync(market, id);

        await DeclineAsync(market, id);

        var order = await market.OrderAsync(market.World.Official, id);
        Assert.Equal((TaskOrderStatus.AwaitingAgency, null), (order.Status, order.AgencyId));
        Assert.Empty(order.Actions);
        var stuck = await market.RunAsync(market.World.Operator, (ListStuckWork list) => list.ExecuteAsync());
        Assert.Equal((StuckKind.NoAgency, id), (Assert.Single(stuck).Kind, stuck[0].Id));
    }

    [Fact]
    public async Task Every_assignment_is_announced_with_its_proof()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();

        var notices = await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest("技术审查")));
        var notice = await market.RunAsync(Actor.Public, (GetNotice get) => get.ExecuteAsync(Assert.Single(notices.Rows).Id));

        Assert.Equal((market.World.First.Name, "顺序轮候", 0, 2), (notice.AgencyName, notice.Evidence.Method, notice.Evidence.CursorBefore, notice.Evidence.CursorAfter));
    }

    [Fact]
    public async Task A_rule_that_lets_the_applicant_pay_or_pick_after_acceptance_is_refused()
    {
        await using var market = await MarketFixture.StartAsync();
        var rule = TestData.Rule() with { Code = "bad" };

        var pays = await market.RefusalAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(
            rule with { Tasks = [new TriggeredTask(TestData.ReviewItem, Payer.Owner, AgencyChoice.PanelRotation)] }));
        var picks = await market.RefusalAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(
            rule with { Tasks = [new TriggeredTask(TestData.ReviewItem, Payer.Treasury, AgencyChoice.Applicant)] }));
        var unknown = await market.RefusalAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(
            rule with { Tasks = [new TriggeredTask("ZJ-9-99", Payer.Treasury, AgencyChoice.PanelRotation)] }));

        Assert.Equal(("rule-after-acceptance", "rule-after-acceptance", "item-not-published"), (pays, picks, unknown));
    }

    [Fact]
    public async Task Twenty_clicks_on_accept_take_the_task_once()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var clerk = market.World.First.Clerk;
        var order = await market.OrderAsync(clerk, accepted.TaskOrders[0].Id);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            try
            {
                await market.RunAsync(clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
                return "accepted";
            }
            catch (RuleViolationException refusal)
            {
                return refusal.Code;
            }
        })));

        Assert.Equal(1, outcomes.Count(outcome => outcome == "accepted"));
        Assert.Equal(19, outcomes.Count(outcome => outcome == "changed-meanwhile"));
        Assert.Equal(1, await market.Host.ReadAsync(db => db.LedgerEntries.CountAsync(entry => entry.Kind == LedgerKind.TaskAccepted)));
    }

    [Fact]
    public async Task Somebody_elses_task_and_case_are_not_found()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();
        var order = accepted.TaskOrders[0];

        var agency = await market.RefusalAsync(market.World.Third.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, order.Version));
        var owner = await market.RefusalAsync(market.World.OtherOwner, (GetCase get) => get.ExecuteAsync(accepted.Id));
        var department = await market.RefusalAsync(market.World.OtherOfficial, (GetCase get) => get.ExecuteAsync(accepted.Id));

        Assert.Equal(("not-found", "not-found", "not-found"), (agency, owner, department));
    }

    private static async Task DeclineAsync(MarketFixture market, Guid id)
    {
        var order = await market.OrderAsync(market.World.Official, id);
        var clerk = market.World.AgencyOf(order.AgencyId!.Value).Clerk;
        await market.RunAsync(clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(id, order.Version, "人手不足"));
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class TriggerRuleTests
{
    private static readonly TriggeredTask Review = new(TestData.ReviewItem, Payer.Treasury, AgencyChoice.PanelRotation);
    private static readonly TriggeredTask Sunlight = new(TestData.SunlightItem, Payer.Treasury, AgencyChoice.PanelRotation);

    [Fact]
    public async Task Tasks_in_sequence_go_out_one_after_the_other()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.CaseAccepted, [Review, Sunlight], new TriggerPlan { Mode = GroupMode.Sequence }));

        var accepted = await market.AcceptedCaseAsync();
        var before = accepted.TaskOrders.Select(order => order.Status).ToList();
        var (result, _) = await DeliverAsync(market, accepted.TaskOrders[0].Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, "同意"));

        Assert.Equal([TaskOrderStatus.Dispatched, TaskOrderStatus.Waiting], before);
        Assert.Equal(
            [TaskOrderStatus.Completed, TaskOrderStatus.Dispatched],
            (await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders.Select(order => order.Status));
    }

    [Fact]
    public async Task Where_any_is_enough_the_permit_does_not_wait_for_the_rest_and_the_rest_is_told_to_stop()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.CaseAccepted, [Review, Sunlight], new TriggerPlan { Join = GroupJoin.Any }));
        var accepted = await market.AcceptedCaseAsync();
        var (result, _) = await DeliverAsync(market, accepted.TaskOrders[0].Id);
        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, "同意"));

        var current = await market.CaseAsync(market.World.Official, accepted.Id);
        await market.RunAsync(market.World.Official, (DecideCase decide) => decide.ExecuteAsync(current.Id, current.Version, grant: true, "建字1号", "同意"));

        Assert.Equal(
            [TaskOrderStatus.Archived, TaskOrderStatus.Stopped],
            (await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders.Select(order => order.Status));
    }

    [Fact]
    public async Task An_accepted_result_sets_the_next_rule_off()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.CaseAccepted, [Review]));
        await PublishAsync(market, Rule(TriggerEvent.ResultAccepted, [Sunlight], new TriggerPlan { UpstreamItem = TestData.ReviewItem }, "next"));
        var accepted = await market.AcceptedCaseAsync();
        var (result, _) = await DeliverAsync(market, accepted.TaskOrders.Single().Id);

        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, result.Version, "同意"));

        var after = await market.CaseAsync(market.World.Official, accepted.Id);
        Assert.Equal([TestData.ReviewItem, TestData.SunlightItem], after.TaskOrders.Select(order => order.ServiceItemCode));
    }

    [Fact]
    public async Task A_timer_fires_once_after_its_working_days()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.Timer, [Review], new TriggerPlan { AfterWorkingDays = 2 }, "timer"));
        var accepted = await market.AcceptedCaseAsync();

        market.Clock.SetTo(new DateOnly(2026, 11, 25));
        await market.SweepClocksAsync();
        var early = (await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders.Count;
        market.Clock.SetTo(new DateOnly(2026, 11, 26));
        await market.SweepClocksAsync();
        await market.SweepClocksAsync();

        Assert.Equal((2, 3), (early, (await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders.Count));
    }

    [Fact]
    public async Task A_corrected_application_sets_its_rule_off_and_corrections_are_asked_for_once()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.CaseCorrected, [Review], code: "corrected"));
        var filed = await market.FileCaseAsync();

        await market.RunAsync(market.World.Official, (AskCorrection ask) => ask.ExecuteAsync(filed.Id, filed.Version, "缺经济技术指标表"));
        var asked = await market.CaseAsync(market.World.Owner, filed.Id);
        await market.RunAsync(market.World.Owner, (FileCase file) => file.ExecuteAsync(filed.Id, asked.Version));
        var again = await market.CaseAsync(market.World.Official, filed.Id);

        Assert.Equal(CaseStatus.Correcting, asked.Status);
        Assert.Equal(TestData.ReviewItem, Assert.Single(again.TaskOrders).ServiceItemCode);
        Assert.Equal("correction-asked-before", await market.RefusalAsync(
            market.World.Official, (AskCorrection ask) => ask.ExecuteAsync(filed.Id, again.Version, "还缺")));
    }

    [Fact]
    public async Task Rules_that_loop_or_break_the_law_are_refused_with_the_reason()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.ResultAccepted, [Sunlight], new TriggerPlan { UpstreamItem = TestData.ReviewItem }, "a"));
        Task<string> Refusal(TriggerRuleTerms rule) => market.RefusalAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(rule));
        var step = new TriggeredStep(CaseStepKind.DepartmentCheck, "查验", 5);

        Assert.Equal("rule-loops", await Refusal(Rule(TriggerEvent.ResultAccepted, [Review], new TriggerPlan { UpstreamItem = TestData.SunlightItem }, "b")));
        Assert.Equal("rule-loops", await Refusal(Rule(TriggerEvent.ResultAccepted, [Review], new TriggerPlan { UpstreamItem = TestData.ReviewItem }, "c")));
        Assert.Equal("rule-event-incomplete", await Refusal(Rule(TriggerEvent.Timer, [Review])));
        Assert.Equal("rule-empty", await Refusal(Rule(TriggerEvent.CaseAccepted, [])));
        Assert.Equal("rule-quorum", await Refusal(Rule(TriggerEvent.CaseAccepted, [Review], new TriggerPlan { Join = GroupJoin.Quorum, Quorum = 2 })));
        Assert.Equal("rule-step-before-acceptance", await Refusal(Rule(TriggerEvent.CaseStarted, [], new TriggerPlan { Steps = [step] })));
        Assert.Equal("rule-department-unknown", await Refusal(Rule(TriggerEvent.CaseAccepted, [], new TriggerPlan { Steps = [step with { DepartmentCode = "X" }] })));
        Assert.Equal("rule-payer", await Refusal(Rule(TriggerEvent.CaseStarted, [Review with { Choice = AgencyChoice.Applicant }])));
        Assert.Equal("rule-after-acceptance", await Refusal(Rule(TriggerEvent.Timer, [Review with { Choice = AgencyChoice.Applicant }], new TriggerPlan { AfterWorkingDays = 1 })));
    }

    [Fact]
    public async Task A_rule_that_names_an_item_outside_the_published_list_is_refused_with_the_item()
    {
        await using var market = await MarketFixture.StartAsync();
        Task<string> Refusal(TriggerRuleTerms rule) => market.RefusalAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(rule));

        Assert.Equal("item-not-published", await Refusal(Rule(TriggerEvent.CaseAccepted, [Review with { ServiceItemCode = "ZJ-9-99" }])));
        Assert.Equal("item-not-published", await Refusal(Rule(TriggerEvent.ResultAccepted, [Review], new TriggerPlan { UpstreamItem = "ZJ-9-99" })));
    }

    [Fact]
    public async Task A_trial_says_what_a_rule_would_make_and_makes_nothing()
    {
        await using var market = await MarketFixture.StartAsync();

        var trial = await market.RunAsync(market.World.Operator, (TestTriggerRule test) =>
            test.ExecuteAsync(TestData.Rule(), new Dictionary<string, string> { [ElementNames.Residential] = "否" }));

        Assert.True(trial.Applies);
        Assert.Equal(["ZJ-2-02 规划方案技术审查"], trial.Made);
        Assert.Equal(["ZJ-2-03 日照复核"], trial.LeftOut);
    }

    [Fact]
    public async Task A_new_edition_takes_the_place_of_the_one_before_and_a_retired_rule_fires_no_more()
    {
        await using var market = await MarketFixture.StartAsync();
        await PublishAsync(market, Rule(TriggerEvent.CaseAccepted, [Review]));
        var rules = await market.RunAsync(market.World.Operator, (ListTriggerRules list) => list.ExecuteAsync());
        await market.RunAsync(market.World.Operator, (RetireTriggerRule retire) => retire.ExecuteAsync(rules[0].Id, rules[0].Version));

        var accepted = await market.AcceptedCaseAsync();

        Assert.Equal([(2, false), (1, true)], rules.Select(rule => (rule.Edition, rule.RetiredAt is not null)));
        Assert.Empty(accepted.TaskOrders);
    }

    // The world's own rule has this code: an edition of it takes its place.
    private static TriggerRuleTerms Rule(TriggerEvent trigger, IReadOnlyList<TriggeredTask> tasks, TriggerPlan? plan = null, string? code = null) =>
        new(code ?? TestData.Rule().Code, "试验规则", trigger, ApprovalItems.PlanningPermit, tasks) { Plan = plan ?? new TriggerPlan() };

    private static Task<Guid> PublishAsync(MarketFixture market, TriggerRuleTerms rule) =>
        market.RunAsync(market.World.Operator, (PublishTriggerRule publish) => publish.ExecuteAsync(rule));

    private static async Task<(ResultDetails Result, TestAgency Agency)> DeliverAsync(MarketFixture market, Guid id)
    {
        var order = await market.OrderAsync(market.World.Official, id);
        var agency = market.World.AgencyOf(order.AgencyId!.Value);
        await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(id, order.Version));
        var sealedResult = await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);
        await market.Host.DrainAsync();
        return (await market.ResultAsync(market.World.Official, sealedResult.Id), agency);
    }
}

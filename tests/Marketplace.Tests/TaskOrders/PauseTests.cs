using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.TaskOrders;

public sealed class PauseTests
{
    [Fact]
    public async Task Asking_the_owner_for_material_stops_the_clock_and_the_answer_lets_it_run_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var dueBefore = order.Deadline!.DueOn;
        market.Clock.SetTo(new DateOnly(2026, 11, 24));

        var pause = await market.RunAsync(agency.Clerk, (RequestPause ask) => ask.ExecuteAsync(
            order.Id, order.Version, new PauseRequest(PauseKind.Supplement, "缺竖向图", 5, Items: ["竖向规划图", " "])));
        market.Clock.SetTo(new DateOnly(2026, 11, 26));
        var paused = await market.OrderAsync(market.World.Owner, order.Id);
        var drawing = await market.UploadAsync(market.World.Owner, TestData.Pdf("竖向图"), "竖向图.pdf");
        await market.RunAsync(market.World.Owner, (AnswerSupplement answer) =>
            answer.ExecuteAsync(order.Id, paused.Version, pause.Id, "已补", [drawing]));

        Assert.Equal((TaskOrderStatus.Suspended, LightColour.Paused), (paused.Status, paused.Light.Colour));
        var after = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal(TaskOrderStatus.InProgress, after.Status);
        Assert.Equal(dueBefore.AddDays(2), after.Deadline!.DueOn);
        Assert.Equal(2, after.Deadline.Steps.Count(step => step.Kind == DayKind.Paused));
        Assert.Equal(["竖向规划图"], Assert.Single(after.Clock.Pauses).Items);
        Assert.Equal("竖向图.pdf", Assert.Single(after.Clock.Supplements).Name);
        await market.RunAsync(agency.Clerk, (OpenFile open) => open.ExecuteAsync(drawing));
    }

    [Fact]
    public async Task A_pause_asked_for_by_the_agency_does_not_stop_the_clock_until_the_department_agrees()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        var pause = await market.RunAsync(agency.Clerk, (RequestPause ask) =>
            ask.ExecuteAsync(order.Id, order.Version, new PauseRequest(PauseKind.ForceMajeure, "台风停工", 3)));
        var asked = await market.OrderAsync(market.World.Official, order.Id);
        await market.RunAsync(market.World.Official, (DecidePause decide) => decide.ExecuteAsync(order.Id, asked.Version, pause.Id, agree: true));

        Assert.Equal((TaskOrderStatus.InProgress, order.Deadline!.DueOn), (asked.Status, asked.Deadline!.DueOn));
        Assert.Equal(TaskOrderStatus.Suspended, (await market.OrderAsync(market.World.Official, order.Id)).Status);
    }

    [Fact]
    public async Task A_pause_whose_time_is_over_ends_by_itself_and_its_days_do_not_count()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, _) = await market.TakenOrderAsync();
        await market.RunAsync(market.World.Official, (OrderPause pause) =>
            pause.ExecuteAsync(order.Id, order.Version, "专家评审", "行政许可法第四十五条", 2));

        market.Clock.SetTo(new DateOnly(2026, 11, 26));
        await market.SweepClocksAsync();

        var after = await market.OrderAsync(market.World.Official, order.Id);
        Assert.Equal((TaskOrderStatus.InProgress, PauseState.Ended), (after.Status, after.Clock.Pauses[0].State));
        Assert.Equal(order.Deadline!.DueOn.AddDays(2), after.Deadline!.DueOn);
    }

    [Fact]
    public async Task Only_listed_reasons_of_the_right_side_stop_a_clock_and_one_of_a_kind_at_a_time()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        Task<string> Refusal(PauseRequest request) => market.RefusalAsync(agency.Clerk, (RequestPause ask) => ask.ExecuteAsync(order.Id, order.Version, request));

        Assert.Equal("pause-not-yours", await Refusal(new PauseRequest(PauseKind.Deferral, "缓一缓", 5)));
        Assert.Equal("supplement-items-missing", await Refusal(new PauseRequest(PauseKind.Supplement, "缺图", 5)));
        Assert.Equal("pause-too-long", await Refusal(new PauseRequest(PauseKind.OwnerCause, "改方案", 200)));
        Assert.Equal("reason-missing", await Refusal(new PauseRequest(PauseKind.OwnerCause, " ", 5)));
        await market.RunAsync(agency.Clerk, (RequestPause ask) => ask.ExecuteAsync(order.Id, order.Version, new PauseRequest(PauseKind.OwnerCause, "改方案", 5)));
        var asked = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal("pause-open", await market.RefusalAsync(agency.Clerk, (RequestPause ask) =>
            ask.ExecuteAsync(order.Id, asked.Version, new PauseRequest(PauseKind.OwnerCause, "又改方案", 5))));
    }

    [Fact]
    public async Task More_time_is_the_owners_to_agree_to_and_both_days_stay_on_record()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();

        await market.RunAsync(agency.Clerk, (RequestExtension ask) => ask.ExecuteAsync(order.Id, order.Version, 2, "补充调查"));
        var asked = await market.OrderAsync(market.World.Owner, order.Id);
        await market.RunAsync(market.World.Owner, (AnswerExtension answer) => answer.ExecuteAsync(order.Id, asked.Version, agree: true));

        var after = await market.OrderAsync(agency.Clerk, order.Id);
        var extension = Assert.Single(after.Clock.Extensions);
        Assert.Equal((ExtensionState.Agreed, order.Deadline!.DueOn, after.Deadline!.DueOn), (extension.State, extension.OldDueOn, extension.NewDueOn));
        Assert.Equal(7, after.Deadline.WorkingDays);
        Assert.Equal("extension-too-long", await market.RefusalAsync(agency.Clerk, (RequestExtension ask) => ask.ExecuteAsync(order.Id, after.Version, 9, "再延")));
    }

    [Fact]
    public async Task What_is_late_stays_late()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        market.Clock.SetTo(new DateOnly(2026, 12, 8));

        var refusal = await market.RefusalAsync(agency.Clerk, (RequestExtension ask) => ask.ExecuteAsync(order.Id, order.Version, 2, "来不及"));

        Assert.Equal("extension-after-due", refusal);
    }

    [Fact]
    public async Task A_withdrawn_case_stops_its_tasks_pro_rata_without_penalty()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        market.Clock.SetTo(new DateOnly(2026, 11, 25));
        var owned = await market.CaseAsync(market.World.Owner, order.CaseId);

        var stopped = await market.RunAsync(market.World.Owner, (WithdrawCase withdraw) => withdraw.ExecuteAsync(owned.Id, owned.Version, "项目调整"));
        market.Clock.SetTo(new DateOnly(2026, 12, 25));
        await market.SweepClocksAsync();

        Assert.Equal(2, stopped);
        var after = await market.OrderAsync(agency.Clerk, order.Id);
        Assert.Equal((TaskOrderStatus.Stopped, 40), (after.Status, after.Clock.WorkDonePercent));
        Assert.Empty(await market.Host.ReadAsync(db => Task.FromResult(db.Escalations.ToList())));
        Assert.Contains(after.Timeline, entry => entry.Kind == LedgerKind.TaskStopped);
    }

    [Fact]
    public async Task A_permit_is_not_granted_while_work_is_open()
    {
        await using var market = await MarketFixture.StartAsync();
        var accepted = await market.AcceptedCaseAsync();

        var refusal = await market.RefusalAsync(market.World.Official, (DecideCase decide) =>
            decide.ExecuteAsync(accepted.Id, accepted.Version, grant: true, "建字第1号", "同意"));
        var denied = await market.RunAsync(market.World.Official, (DecideCase decide) =>
            decide.ExecuteAsync(accepted.Id, accepted.Version, grant: false, "不许〔2026〕1号", "不符合规划条件"));

        Assert.Equal("case-tasks-open", refusal);
        Assert.False(denied.Granted);
        Assert.All((await market.CaseAsync(market.World.Official, accepted.Id)).TaskOrders, order => Assert.Equal(TaskOrderStatus.Stopped, order.Status));
    }
}

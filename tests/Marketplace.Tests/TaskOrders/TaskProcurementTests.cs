using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Procurements;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.TaskOrders;

/// <summary>无可派机构: what the panels cannot do is bought in competition, and nobody names an agency.</summary>
public sealed class TaskProcurementTests
{
    [Fact]
    public async Task A_task_that_nobody_of_the_panel_takes_becomes_a_draft_of_the_department_with_item_limit_and_inputs()
    {
        await using var market = await MarketFixture.StartAsync();

        var (order, draft) = await ExhaustedAsync(market);

        Assert.Equal((TaskOrderStatus.AwaitingAgency, ProcurementStatus.Draft), (order.Status, draft.Status));
        Assert.Equal((order.Id, order.ServiceItemCode, order.Project.Id), (draft.TaskOrderId!.Value, draft.ServiceItemCode, draft.Terms.ProjectId));
        Assert.Equal((order.Deadline is null, FundSource.Treasury), (true, draft.Terms.Funds));
        Assert.Contains(order.Number, draft.Terms.Content, StringComparison.Ordinal);
        Assert.Contains(order.CaseNumber, draft.Terms.Content, StringComparison.Ordinal);
        Assert.Contains(order.Deliverable, draft.Terms.Content, StringComparison.Ordinal);
        var told = (await market.RunAsync(market.World.Official, (ListInbox list) => list.ExecuteAsync(new PageRequest(Size: 100)))).Rows;
        Assert.Contains(told, row => row.Kind == LedgerKind.NoAgencyAvailable && row.TaskOrderId == order.Id);
        Assert.Contains(told, row => row.Kind == LedgerKind.TaskProcurementDrafted && row.ProcurementId == draft.Id);
        var owners = (await market.RunAsync(market.World.Owner, (ListInbox list) => list.ExecuteAsync(new PageRequest(Size: 100)))).Rows;
        Assert.Contains(owners, row => row.Kind == LedgerKind.NoAgencyAvailable);
        Assert.Equal("not-found", await market.RefusalAsync(market.World.Owner, (GetProcurement get) => get.ExecuteAsync(draft.Id)));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (GetProcurement get) => get.ExecuteAsync(draft.Id)));
    }

    [Fact]
    public async Task The_award_puts_the_task_back_into_its_group_on_a_period_of_its_own_and_the_applicant_hears_the_new_time()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);
        var told = await ExpectedEndAsync(market, order.CaseId);

        await PublishAsync(market, draft);
        var announced = await ExpectedEndAsync(market, order.CaseId);
        Assert.True(announced > told);
        await SignUpAllAsync(market, draft.Id);
        var awarded = await AwardedAsync(market, draft.Id);

        var dispatched = await market.OrderAsync(market.World.Official, order.Id);
        Assert.Equal((TaskOrderStatus.Dispatched, market.World.Fourth.Id), (dispatched.Status, dispatched.AgencyId!.Value));
        Assert.Equal((18_000m, awarded.Number), (dispatched.Amount!.Value, dispatched.ContractNumber));
        Assert.Equal(awarded.Number, dispatched.FrameworkAgreementNumber);
        Assert.Equal(market.World.Fourth.Id, dispatched.Assignments[^1].ChosenAgencyId);
        Assert.True(dispatched.Deadline!.DueOn > ChinaTime.DayOf(order.CreatedAt).AddDays(14));
        Assert.Single(await market.Host.ReadAsync(db => db.TaskOrders.Where(row => row.CaseId == order.CaseId).Select(row => row.GroupId).Distinct().ToListAsync()));
        Assert.Contains(dispatched.Timeline, entry => entry.Kind == LedgerKind.TaskProcurementDrafted);
        var notices = await market.Host.ReadAsync(db => db.OfficialNotices.Where(row => row.CaseId == order.CaseId && row.Kind == OfficialNoticeKind.SpecialProcedure)
            .OrderBy(row => row.Id).Select(row => row.LapsedAt == null).ToListAsync());
        Assert.True(notices.Count >= 2);
        Assert.Equal([true], notices.Where(stands => stands));

        var agency = market.World.Fourth;
        await market.RunAsync(agency.Clerk, (AcceptTaskOrder accept) => accept.ExecuteAsync(order.Id, dispatched.Version));
        await market.SealAllAsync(await market.SubmitAsync(dispatched, agency), agency);
        await market.Host.DrainAsync();
        Assert.Equal(TaskOrderStatus.Delivered, (await market.OrderAsync(market.World.Official, order.Id)).Status);
    }

    [Fact]
    public async Task A_department_buys_for_its_task_only_and_names_picks_or_keeps_out_nobody()
    {
        await using var market = await MarketFixture.StartAsync();
        var (_, draft) = await ExhaustedAsync(market);
        Assert.Equal("forbidden", await market.RefusalAsync(
            market.World.Official, (DraftProcurement create) => create.ExecuteAsync(draft.Terms with { HighestAmount = 20_000m })));
        Assert.Equal("forbidden", await market.RefusalAsync(
            market.World.Official, (ChangeProcurementDraft change) => DoneAsync(change.ExecuteAsync(draft.Id, draft.Version, draft.Terms))));
        foreach (var picked in (SelectionMethod[])[SelectionMethod.Direct, SelectionMethod.Credit, SelectionMethod.Merit])
        {
            Assert.Contains(
                await market.RefusalAsync(market.World.Official, (SetTaskProcurement set) => set.ExecuteAsync(draft.Id, draft.Version, new TaskProcurementTerms(picked, "审查", 20_000m))),
                (string[])["procurement-of-task", "procurement-direct", "procurement-lists"]);
        }

        Assert.Equal("procurement-amount", await market.RefusalAsync(
            market.World.Official, (PublishProcurement publish) => DoneAsync(publish.ExecuteAsync(draft.Id, draft.Version))));
    }

    [Fact]
    public async Task Who_would_not_take_it_and_who_has_the_other_task_of_the_group_cannot_sign_up()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);
        await PublishAsync(market, draft);
        var decliner = market.World.AgencyOf((await market.OrderAsync(market.World.Official, order.Id)).Declines[0].AgencyId);

        Assert.Equal("not-eligible", await market.RefusalAsync(decliner.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(draft.Id, 18_000m, null)));
        var others = (await market.CaseAsync(market.World.Official, order.CaseId)).TaskOrders.Where(row => row.Id != order.Id && row.AgencyId is not null).ToList();
        foreach (var other in others)
        {
            Assert.Equal("not-eligible", await market.RefusalAsync(
                market.World.AgencyOf(other.AgencyId!.Value).Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(draft.Id, 18_000m, null)));
        }
    }

    [Fact]
    public async Task When_too_few_sign_up_the_alarm_goes_out_again_with_the_next_draft()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);
        await PublishAsync(market, draft);

        await SweepAtAsync(market, (await ReadAsync(market, draft.Id)).SignUpUntil!.Value);

        Assert.Equal(ProcurementStatus.Failed, (await ReadAsync(market, draft.Id)).Status);
        var next = await DraftOfAsync(market, order.Id);
        Assert.Equal((draft.Id, ProcurementStatus.Draft, 20_000m), (next.RepeatsId!.Value, next.Status, next.Terms.HighestAmount));
        Assert.Equal(2, await market.Host.ReadAsync(db => db.LedgerEntries.CountAsync(row => row.Kind == LedgerKind.NoAgencyAvailable && row.TaskOrderId == order.Id)));
    }

    [Fact]
    public async Task A_winner_that_does_not_take_the_task_gives_the_award_up()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);
        await PublishAsync(market, draft);
        var others = await SignUpAllAsync(market, draft.Id);
        await AwardedAsync(market, draft.Id);
        await DeclineAsync(market, market.World.Fourth, order.Id);

        // The next of the order follows, after a publicity of its own.
        var next = await ReadAsync(market, draft.Id);
        Assert.Equal((ProcurementStatus.Publicity, others[0].Id), (next.Status, next.WinnerId!.Value));
        Assert.Equal(TaskOrderStatus.AwaitingAgency, (await market.OrderAsync(market.World.Official, order.Id)).Status);
        Assert.Equal(1, await market.Host.ReadAsync(db => db.AwardBars.CountAsync(bar => bar.AgencyId == market.World.Fourth.Id)));
        await SweepAtAsync(market, next.PublicityUntil!.Value);
        Assert.Equal(others[0].Id, (await market.OrderAsync(market.World.Official, order.Id)).AgencyId);

        // An award given up on its own page frees the task as well; when nobody is left, it is bought again.
        var awarded = await ReadAsync(market, draft.Id);
        await market.RunAsync(others[0].Clerk, (AbandonAward abandon) => DoneAsync(abandon.ExecuteAsync(draft.Id, awarded.Version, "人员不足")));
        await SweepAtAsync(market, (await ReadAsync(market, draft.Id)).PublicityUntil!.Value);
        await DeclineAsync(market, others[1], order.Id);
        Assert.Equal(ProcurementStatus.Failed, (await ReadAsync(market, draft.Id)).Status);
        Assert.Equal((TaskOrderStatus.AwaitingAgency, draft.Id), ((await market.OrderAsync(market.World.Official, order.Id)).Status, (await DraftOfAsync(market, order.Id)).RepeatsId!.Value));
    }

    [Fact]
    public async Task A_withdrawn_case_ends_what_is_being_bought_for_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);
        await PublishAsync(market, draft);
        await SignUpAsync(market, draft.Id, market.World.Fourth, 18_000m);
        var current = await market.CaseAsync(market.World.Owner, order.CaseId);

        await market.RunAsync(market.World.Owner, (WithdrawCase withdraw) => withdraw.ExecuteAsync(current.Id, current.Version, "项目终止"));

        Assert.Equal(ProcurementStatus.Voided, (await ReadAsync(market, draft.Id)).Status);
        var told = (await market.RunAsync(market.World.Fourth.Clerk, (ListInbox list) => list.ExecuteAsync(new PageRequest(Size: 100)))).Rows;
        Assert.Contains(told, row => row.Kind == LedgerKind.ProcurementVoided);
    }

    [Fact]
    public async Task A_new_panel_takes_the_task_before_its_draft_is_published_and_not_after()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, draft) = await ExhaustedAsync(market);

        await OpenPanelAsync(market, order.ServiceItemCode, market.World.Fourth);

        Assert.Equal(TaskOrderStatus.Dispatched, (await market.OrderAsync(market.World.Official, order.Id)).Status);
        await market.RunAsync(market.World.Official, (SetTaskProcurement set) =>
            set.ExecuteAsync(draft.Id, draft.Version, new TaskProcurementTerms(SelectionMethod.LowestPrice, draft.Terms.Content, 20_000m)));
        var priced = await ReadAsync(market, draft.Id);
        Assert.Equal("task-has-agency", await market.RefusalAsync(
            market.World.Official, (PublishProcurement publish) => DoneAsync(publish.ExecuteAsync(draft.Id, priced.Version))));
    }

    // Everybody of the panel declines the review.
    private static async Task<(TaskOrderDetails Order, ProcurementDetails Draft)> ExhaustedAsync(MarketFixture market)
    {
        var accepted = await market.AcceptedCaseAsync();
        var id = accepted.TaskOrders.Single(order => order.ServiceItemCode == TestData.ReviewItem).Id;
        for (var order = await market.OrderAsync(market.World.Official, id); ; order = await market.OrderAsync(market.World.Official, id))
        {
            if (order.AgencyId is not { } agency)
            {
                return (order, await DraftOfAsync(market, id));
            }

            await market.RunAsync(market.World.AgencyOf(agency).Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(id, order.Version, "人员不足"));
        }
    }

    private static async Task<ProcurementDetails> DraftOfAsync(MarketFixture market, Guid order)
    {
        var id = await market.Host.ReadAsync(db => db.Procurements.Where(row => row.TaskOrderId == order && row.Status == ProcurementStatus.Draft)
            .Select(row => row.Id).SingleAsync());
        return await ReadAsync(market, id);
    }

    private static async Task PublishAsync(MarketFixture market, ProcurementDetails draft)
    {
        await market.RunAsync(market.World.Official, (SetTaskProcurement set) =>
            set.ExecuteAsync(draft.Id, draft.Version, new TaskProcurementTerms(SelectionMethod.LowestPrice, draft.Terms.Content, 20_000m)));
        var priced = await ReadAsync(market, draft.Id);
        await market.RunAsync(market.World.Official, (PublishProcurement publish) => DoneAsync(publish.ExecuteAsync(draft.Id, priced.Version)));
    }

    // The fourth agency is the cheapest; two others of the region bid as well.
    private static async Task<IReadOnlyList<TestAgency>> SignUpAllAsync(MarketFixture market, Guid id)
    {
        TestAgency[] others = [await TestData.AgencyAsync(market.Host, 11, "圭塘河规划设计有限公司"), await TestData.AgencyAsync(market.Host, 12, "靳江规划咨询有限公司")];
        await SignUpAsync(market, id, market.World.Fourth, 18_000m);
        await SignUpAsync(market, id, others[0], 19_000m);
        await SignUpAsync(market, id, others[1], 19_500m);
        return others;
    }

    private static async Task DeclineAsync(MarketFixture market, TestAgency agency, Guid order)
    {
        var dispatched = await market.OrderAsync(agency.Clerk, order);
        await market.RunAsync(agency.Clerk, (DeclineTaskOrder decline) => decline.ExecuteAsync(order, dispatched.Version, "人员不足"));
    }

    private static Task<SignUpReceipt> SignUpAsync(MarketFixture market, Guid id, TestAgency agency, decimal amount) =>
        market.RunAsync(agency.Clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, amount, null));

    private static async Task<ProcurementDetails> AwardedAsync(MarketFixture market, Guid id)
    {
        await SweepAtAsync(market, (await ReadAsync(market, id)).SignUpUntil!.Value);
        var opened = await ReadAsync(market, id);
        Assert.Equal(ProcurementStatus.Publicity, opened.Status);
        await SweepAtAsync(market, opened.PublicityUntil!.Value);
        return await ReadAsync(market, id);
    }

    private static async Task SweepAtAsync(MarketFixture market, DateTimeOffset at)
    {
        market.Clock.Advance(at - market.Clock.GetUtcNow());
        await market.Host.Services.GetRequiredService<ProcurementWorker>().SweepAsync(TestContext.Current.CancellationToken);
    }

    private static Task<ProcurementDetails> ReadAsync(MarketFixture market, Guid id) =>
        market.RunAsync(market.World.Official, (GetProcurement get) => get.ExecuteAsync(id));

    private static Task<DateOnly> ExpectedEndAsync(MarketFixture market, Guid caseId) =>
        market.Host.ReadAsync(async db => (await db.ApprovalCases.SingleAsync(row => row.Id == caseId)).SpecialProcedures[^1].To);

    private static Task<Guid> OpenPanelAsync(MarketFixture market, string item, TestAgency agency) =>
        market.RunAsync(market.World.Operator, (OpenPanel open) => open.ExecuteAsync(new PanelTerms(
            market.World.Official.OrganisationId!.Value, item, "新的入围库", "KJ-2026-9", new DateOnly(2026, 11, 1), new DateOnly(2027, 12, 31), [agency.Id])));

    private static async Task<bool> DoneAsync(Task work)
    {
        await work;
        return true;
    }
}

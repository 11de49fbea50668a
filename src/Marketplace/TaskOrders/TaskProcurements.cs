using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.RulePacks;
using Market.Marketplace.Selection;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>无可派机构: what nobody of the panels can take is bought in competition. The program drafts the procurement from the task, the department
/// completes and publishes it, rules decide, and the award puts the task back into its group; nobody names an agency at any step.</summary>
internal sealed class TaskProcurements(MarketplaceDbContext db, OperationContext context)
{
    private readonly Journal _journal = new(db, context);

    /// <summary>The procurement of a task that has not come to its end; none while its panels are enough.</summary>
    public async Task<Procurement?> OpenForAsync(Guid taskOrderId) =>
        (await AllOfAsync(taskOrderId)).Find(row => !ProcurementLifecycle.IsEnd(row.Status));

    /// <summary>Drafts the procurement of a task that found nobody; one that is already there goes on.</summary>
    public async Task DraftAsync(TaskOrder order, ApprovalCase approvalCase)
    {
        var earlier = await AllOfAsync(order.Id);
        if (!context.SelectsAgencies || earlier.Exists(row => !ProcurementLifecycle.IsEnd(row.Status)))
        {
            return;
        }

        // The one that came to nothing before: it is bought again on its terms.
        var failed = earlier.LastOrDefault();
        var department = await db.Organisations.SingleAsync(row => row.Id == order.DepartmentId, context.Cancellation);
        var project = await db.Projects.SingleAsync(row => row.Id == order.ProjectId, context.Cancellation);
        var item = await db.ServiceItems.SingleAsync(row => row.Id == order.ServiceItemId, context.Cancellation);
        var procurement = Procurement.DraftForTask(
            new ProcurementTerms
            {
                ProjectId = project.Id,
                ServiceItemCode = item.Code,
                Method = failed?.Terms.Method ?? SelectionMethod.Random,
                Funds = FundSource.Treasury,
                Content = ContentOf(order, approvalCase, item.Terms.Deliverable),
                ServiceWorkingDays = order.LimitWorkingDays,
                HighestAmount = failed?.Terms.HighestAmount ?? order.Amount ?? 0,
                LowestAmount = failed?.Terms.LowestAmount,
            },
            order, department, project, item, failed, context);
        db.Add(procurement);
        var drafted = _journal.Record(
            LedgerKind.TaskProcurementDrafted, SubjectOf(order, procurement), order.Number, order.ServiceItemName, procurement.Number);
        _journal.Notify(drafted, order.DepartmentId);
    }

    /// <summary>The notice is out: the special procedure lasts longer than the applicant was told.</summary>
    public async Task PublishedAsync(Procurement procurement, RulePack rules)
    {
        if (await OrderOfAsync(procurement) is not { } order)
        {
            return;
        }

        if (order.Status != TaskOrderStatus.AwaitingAgency)
        {
            throw new RuleViolationException("task-has-agency", order.Number);
        }

        // Signing up, the day of the draw, the publicity; and then the whole period of the task.
        var days = rules.RuleFor(procurement.Terms.Method)!.SignUpWorkingDays.Value + 1 + rules.PublicityWorkingDays.Value + order.LimitWorkingDays;
        await new CaseNotices(db, context).ExpectAsync(
            order, context.Calendar.DueAfter(context.Today, days), $"{order.ServiceItemName}无可派机构，改由竞争性采购确定承接机构（{procurement.Number}）");
    }

    /// <summary>The award stands: the task goes to the winner, on a period of its own that begins now.</summary>
    public async Task AwardedAsync(Procurement procurement)
    {
        if (await OrderOfAsync(procurement) is not { Status: TaskOrderStatus.AwaitingAgency } order)
        {
            return;
        }

        var winner = await db.Agencies.SingleAsync(row => row.Id == procurement.WinnerId, context.Cancellation);
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        var evidence = EvidenceOf(procurement, winner);
        order.FixPrice(procurement.AwardAmount!.Value, procurement.Number);
        var dispatch = new TriggeredDispatch(db, context);
        await dispatch.AssignAsync(order, approvalCase, evidence, winner);
        await new CaseNotices(db, context).FollowAsync(order, $"{order.ServiceItemName}经竞争性采购确定承接机构");
    }

    /// <summary>The winner does not take the task or did not answer: that gives the award up, and the next of the order follows.</summary>
    /// <returns>Whether the task waits for that procurement now.</returns>
    public async Task<bool> GiveUpAsync(TaskOrder order, Guid former, string why)
    {
        if (await OpenForAsync(order.Id) is not { Status: ProcurementStatus.Awarded } procurement || procurement.WinnerId != former)
        {
            return false;
        }

        await new AwardAbandonment(db, context).AbandonAsync(procurement, former, why, RulePack.Named(procurement.RulePackCode!));
        return procurement.Status != ProcurementStatus.Failed;
    }

    /// <summary>A procurement came to nothing while its task still waits: the alarm goes out again, with the next draft.</summary>
    public async Task EndedAsync(Procurement procurement)
    {
        if (procurement.Status is ProcurementStatus.Failed or ProcurementStatus.Voided
            && await OrderOfAsync(procurement) is { Status: TaskOrderStatus.AwaitingAgency } order)
        {
            var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
            await new TriggeredDispatch(db, context).AlarmAsync(order, approvalCase);
        }
    }

    /// <summary>The task has been stopped with its case: what is being bought for it ends too.</summary>
    public async Task StoppedAsync(TaskOrder order, string reason)
    {
        if (await OpenForAsync(order.Id) is not { } procurement || !ProcurementLifecycle.TryMove(procurement.Status, ProcurementAction.Lapse, out _))
        {
            return;
        }

        procurement.Lapse(reason, context);
        if (procurement.DrawId is { } drawId
            && await db.Draws.SingleAsync(draw => draw.Id == drawId, context.Cancellation) is { Status: not DrawStatus.Finished } draw)
        {
            draw.Close();
        }

        var ended = _journal.Record(
            LedgerKind.ProcurementVoided, SubjectOf(order, procurement), procurement.Number, procurement.ServiceItemName, reason);
        _journal.Notify(ended, procurement.OwnerId);
        foreach (var agency in await db.SignUps.Where(row => row.ProcurementId == procurement.Id).Select(row => row.AgencyId).ToListAsync(context.Cancellation))
        {
            _journal.Notify(ended, agency);
        }
    }

    // Those of this very operation too, which are not saved yet.
    private async Task<List<Procurement>> AllOfAsync(Guid taskOrderId)
    {
        var stored = await db.Procurements.Where(row => row.TaskOrderId == taskOrderId).ToListAsync(context.Cancellation);
        return [.. stored.Union(db.Procurements.Local.Where(row => row.TaskOrderId == taskOrderId)).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)];
    }

    private static Subject SubjectOf(TaskOrder order, Procurement procurement) =>
        TriggeredDispatch.SubjectOf(order) with { ProcurementId = procurement.Id };

    private static string ContentOf(TaskOrder order, ApprovalCase approvalCase, string deliverable) => string.Create(
        CultureInfo.InvariantCulture,
        $"办件 {approvalCase.Number} 的任务 {order.Number}（{order.ServiceItemName}）无可派机构，按竞争性采购确定承接机构。提交的成果：{deliverable}。办理期限：自委派次日起 {order.LimitWorkingDays} 个工作日。办理依据：本办件的申请材料和项目盒内的有效成果，接单后在任务页查阅。");

    private async Task<TaskOrder?> OrderOfAsync(Procurement procurement) => procurement.TaskOrderId is not { } id
        ? null
        : await db.TaskOrders.Include(row => row.Events).SingleAsync(row => row.Id == id, context.Cancellation);

    private AssignmentEvidence EvidenceOf(Procurement procurement, Agency winner)
    {
        var gone = procurement.Outcome!.Abandonments.Select(abandonment => abandonment.Code).ToHashSet(StringComparer.Ordinal);
        var considered = procurement.Outcome.Order.TakeWhile(code => gone.Contains(code) || code == winner.CreditCode)
            .Select((code, place) => (Applicant: procurement.Outcome.Of(code), Place: place + 1))
            .Select(entry => new ConsideredAgency(
                entry.Place, entry.Applicant.AgencyId, entry.Applicant.Name, entry.Applicant.CreditCode, entry.Applicant.AgencyId == winner.Id,
                entry.Applicant.AgencyId == winner.Id ? [] : [SkipReason.DeclinedThisTask]))
            .ToList();
        return new AssignmentEvidence(
            $"竞争性采购（{Wording.Of(procurement.Terms.Method, CultureInfo.GetCultureInfo("zh-CN"))}）", procurement.Id, $"采购项目 {procurement.Number}",
            procurement.Number, 0, considered.Count, considered, winner.Id, context.At);
    }
}

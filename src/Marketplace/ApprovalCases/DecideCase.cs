using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>A named official decides the application (准予许可, 不予许可), with a number and an opinion. It is granted only when all
/// commissioned work is back; when it is denied, open work is told to stop.</summary>
public sealed class DecideCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideCases;

    /// <summary>Returns the decision.</summary>
    public async Task<CaseDecision> ExecuteAsync(Guid caseId, long version, bool grant, string number, string opinion)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(opinion);
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        approvalCase.Expect(version);
        var orders = await db.TaskOrders.Where(row => row.CaseId == caseId).ToListAsync(context.Cancellation);
        var steps = await db.CaseSteps.Where(row => row.CaseId == caseId).ToListAsync(context.Cancellation);
        var joined = (await db.TaskGroups.Where(row => row.CaseId == caseId && row.JoinedAt != null).Select(row => row.Id).ToListAsync(context.Cancellation)).ToHashSet();
        var open = orders.Count(order => TaskOrderLifecycle.IsOpen(order.Status) && !joined.Contains(order.GroupId))
            + steps.Count(step => !step.IsOver && !joined.Contains(step.GroupId));
        if (grant && open > 0)
        {
            throw new RuleViolationException("case-tasks-open", open);
        }

        approvalCase.Decide(grant, number, opinion, context);
        var journal = new Journal(db, context);
        var decided = journal.Record(
            grant ? LedgerKind.CaseGranted : LedgerKind.CaseDenied, new Subject(approvalCase.ProjectId, approvalCase.Id),
            approvalCase.Number, number.Trim(), opinion.Trim());
        journal.Notify(decided, approvalCase.OwnerId);
        // Where any, or some, were enough, what is still open is not needed any more.
        await new StoppingWork(db, context).StopAsync(approvalCase, grant ? $"已办结：{number.Trim()}" : $"不予许可：{number.Trim()}");
        if (grant)
        {
            await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseGranted, approvalCase, decided.Id);
        }

        foreach (var order in orders.Where(order => order.Status == TaskOrderStatus.Completed))
        {
            order.Archive(context);
            journal.Record(LedgerKind.TaskArchived, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName);
        }

        return approvalCase.Decision!;
    }
}

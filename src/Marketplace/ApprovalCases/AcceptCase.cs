using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>What an acceptance set going.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="TaskOrderIds">The task orders that the trigger rules made.</param>
public sealed record AcceptedCase(Guid CaseId, IReadOnlyList<Guid> TaskOrderIds);

/// <summary>The department accepts the application (受理); the trigger rules of this event make their tasks in the same
/// transaction, and the panels' rule finds the agencies.</summary>
public sealed class AcceptCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideCases;

    /// <summary>Accepts the case.</summary>
    public async Task<AcceptedCase> ExecuteAsync(Guid caseId, long version)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);

        approvalCase.Expect(version).Accept(context);
        var journal = new Journal(db, context);
        var accepted = journal.Record(
            LedgerKind.CaseAccepted, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number);
        journal.Notify(accepted, approvalCase.OwnerId);
        var orders = await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseAccepted, approvalCase, accepted.Id);
        await SetTimersAsync(approvalCase);
        var notices = new CaseNotices(db, context);
        await notices.AcceptedAsync(approvalCase);
        await notices.SpecialProcedureAsync(approvalCase);
        return new AcceptedCase(approvalCase.Id, [.. orders.Select(order => order.Id)]);
    }

    private async Task SetTimersAsync(ApprovalCase approvalCase)
    {
        var rules = await db.TriggerRules.AsNoTracking()
            .Where(rule => rule.Event == TriggerEvent.Timer && rule.ApprovalItem == approvalCase.ApprovalItem && rule.RetiredAt == null)
            .ToListAsync(context.Cancellation);
        if (rules.Count > 0)
        {
            approvalCase.WaitFor(
                [.. rules.Select(rule => new CaseTimer(rule.Id, ChinaTime.EndOf(context.Calendar.DueAfter(context.Today, rule.Plan.AfterWorkingDays))))], context);
        }
    }
}

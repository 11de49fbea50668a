using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The owner hands the application in (申报).</summary>
public sealed class FileCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);

        var isCorrection = approvalCase.Status == CaseStatus.Correcting;
        approvalCase.Expect(version).File(await db.SlotsTodayAsync(approvalCase.ApprovalItem, context.Cancellation), context);
        await RequireCommissionedAsync(approvalCase);
        var journal = new Journal(db, context);
        var filed = journal.Record(
            LedgerKind.CaseFiled, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, approvalCase.ApprovalItem);
        journal.Notify(filed, approvalCase.DepartmentId);
        if (isCorrection)
        {
            var corrected = journal.Record(LedgerKind.CaseCorrected, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number);
            await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseCorrected, approvalCase, corrected.Id);
        }

        return approvalCase.Id;
    }

    // What the applicant commissions is a condition of acceptance: it must be there, sealed and verified, before filing.
    private async Task RequireCommissionedAsync(ApprovalCase approvalCase)
    {
        var missing = await db.TaskOrders.AsNoTracking()
            .Where(order => order.CaseId == approvalCase.Id && order.IsOwnersChoice && order.Status != TaskOrderStatus.Delivered
                && order.Status != TaskOrderStatus.Completed && order.Status != TaskOrderStatus.Archived
                && order.Status != TaskOrderStatus.Stopped)
            .Select(order => order.ServiceItemName).FirstOrDefaultAsync(context.Cancellation);
        if (missing is not null)
        {
            throw new RuleViolationException("commissioned-missing", missing);
        }
    }
}

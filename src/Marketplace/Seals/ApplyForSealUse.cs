using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>The clerk asks for the unit's seal on a result (用印申请). Waiting for the answer does not stop the task's clock.</summary>
public sealed class ApplyForSealUse(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForSealUse;

    /// <summary>Returns the application's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid resultId, int stepOrder, string reason)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(resultId, ct);
        if (await db.SealApplications.AnyAsync(row => row.ResultId == resultId && row.StepOrder == stepOrder
            && (row.Status == SealApplicationStatus.Pending || row.Status == SealApplicationStatus.Approved), ct))
        {
            throw new RuleViolationException("application-open");
        }

        var application = SealApplication.Apply(result, stepOrder, reason, context);
        db.Add(application);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var journal = new Journal(db, context);
        var applied = journal.Record(
            LedgerKind.SealUseApplied, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber,
            application.AppliedBy, application.Reason);
        journal.Notify(applied, result.AgencyId);
        return application.Id;
    }
}

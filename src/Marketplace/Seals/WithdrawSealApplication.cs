using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>The applicant takes an application back while the seal is not on (撤回).</summary>
public sealed class WithdrawSealApplication(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForSealUse;

    /// <summary>Returns the new status.</summary>
    public async Task<SealApplicationStatus> ExecuteAsync(Guid applicationId, long version)
    {
        var ct = context.Cancellation;
        var application = await db.SealApplicationsFor(context.Actor).FindOrThrowAsync(applicationId, ct);
        application.Expect(version).Withdraw(context);
        var result = await db.Results.AsNoTracking().SingleAsync(row => row.Id == application.ResultId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        new Journal(db, context).Record(
            LedgerKind.SealUseWithdrawn, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber);
        return application.Status;
    }
}

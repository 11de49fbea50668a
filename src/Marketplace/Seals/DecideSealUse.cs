using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A keeper or the manager - never the applicant - approves the use of the unit's seal (批准), or returns the
/// application with a reason (退回).</summary>
public sealed class DecideSealUse(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApproveSealUse;

    /// <summary>Approves when there is no reason for returning it; returns the new status.</summary>
    public async Task<SealApplicationStatus> ExecuteAsync(Guid applicationId, long version, bool approve, string? reason = null)
    {
        var ct = context.Cancellation;
        var application = await db.SealApplicationsFor(context.Actor).FindOrThrowAsync(applicationId, ct);
        application.Expect(version);
        await RequireApproverAsync(application.AgencyId);
        if (approve)
        {
            application.Approve(context);
        }
        else
        {
            application.Return(reason ?? "", context);
        }

        var result = await db.Results.AsNoTracking().SingleAsync(row => row.Id == application.ResultId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var journal = new Journal(db, context);
        var decided = journal.Record(
            approve ? LedgerKind.SealUseApproved : LedgerKind.SealUseReturned, TriggeredDispatch.SubjectOf(order, result.Id),
            order.Number, result.ReportNumber, application.DecidedBy!, application.DecisionReason ?? "");
        journal.Notify(decided, result.AgencyId);
        return application.Status;
    }

    private async Task RequireApproverAsync(Guid agency)
    {
        if (context.Actor.ManagesSeals)
        {
            return;
        }

        var seals = await db.Seals.AsNoTracking()
            .Where(seal => seal.AgencyId == agency && seal.Kind == SealKind.Unit).ToListAsync(context.Cancellation);
        if (!seals.Any(seal => seal.IsKeptBy(context.Actor.UserId, context.Today)))
        {
            throw new RuleViolationException("not-a-keeper");
        }
    }
}

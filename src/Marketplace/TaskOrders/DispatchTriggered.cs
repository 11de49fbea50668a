using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>Fires the trigger rules for an event of the ledger again, for rules that have not fired for it yet. Running it
/// twice changes nothing.</summary>
public sealed class DispatchTriggered(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns the ids of orders made now.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync(Guid ledgerEntryId)
    {
        var entry = await db.LedgerEntries.SingleOrDefaultAsync(
            row => row.Id == ledgerEntryId && row.Kind == LedgerKind.CaseAccepted, context.Cancellation)
            ?? throw new NotFoundException(nameof(LedgerEntry));
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == entry.CaseId, context.Cancellation);
        var orders = await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseAccepted, approvalCase, entry.Id);
        return [.. orders.Select(order => order.Id)];
    }
}

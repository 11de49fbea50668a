using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Stops a batch that its worker cannot go on with.</summary>
internal sealed class StopSealBatch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns false when the lease had passed to another worker in the meantime.</summary>
    public async Task<bool> ExecuteAsync(SealBatchClaim claim, RuleViolationException reason)
    {
        var batch = await db.SealBatches.SingleOrDefaultAsync(row => row.Id == claim.BatchId && row.Lease == claim.Lease, context.Cancellation);
        if (batch is not null)
        {
            await batch.StopAsync(reason, db, context);
        }

        return batch is not null;
    }
}

internal static class StoppedBatches
{
    /// <summary>Stops a batch and tells its agency: a person must see to it.</summary>
    public static async Task StopAsync(this SealBatch batch, RuleViolationException reason, MarketplaceDbContext db, OperationContext context)
    {
        batch.Stop(BatchStop.Of(reason));
        var result = await db.Results.AsNoTracking().SingleAsync(row => row.Id == batch.ResultId, context.Cancellation);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);
        var done = await db.SealBatchItems.CountAsync(item => item.BatchId == batch.Id && item.Status == SealBatchItemStatus.Done, context.Cancellation);
        var journal = new Journal(db, context);
        var stopped = journal.Record(
            LedgerKind.AlbumSealingStopped, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, $"{done}", $"{batch.SheetCount}");
        journal.Notify(stopped, batch.AgencyId);
    }
}

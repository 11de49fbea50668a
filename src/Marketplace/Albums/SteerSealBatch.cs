using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Lets a running batch rest after the sheets that are just being sealed.</summary>
public sealed class PauseSealBatch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SealResults;

    /// <summary>Any seal holder of the agency may stop it.</summary>
    public async Task<SealBatchStatus> ExecuteAsync(Guid batchId)
    {
        var batch = await db.SealBatches.Where(row => row.AgencyId == context.Actor.Organisation).FindOrThrowAsync(batchId, context.Cancellation);
        batch.Pause();
        context.Changed(batch.AgencyId);
        return batch.Status;
    }
}

/// <summary>Lets a batch go on after a pause, and tries the sheets that failed once more. Only the person who confirmed may:
/// it is that person's seal.</summary>
public sealed class ResumeSealBatch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SealResults;

    /// <summary>Goes on.</summary>
    public async Task<SealBatchStatus> ExecuteAsync(Guid batchId)
    {
        var batch = await db.SealBatches.Where(row => row.AgencyId == context.Actor.Organisation).FindOrThrowAsync(batchId, context.Cancellation);
        if (batch.UserId != context.Actor.UserId)
        {
            throw new RuleViolationException("not-your-confirmation", batch.UserName);
        }

        batch.Resume(context);
        var failed = await db.SealBatchItems.Where(item => item.BatchId == batch.Id && item.Status == SealBatchItemStatus.Failed)
            .ToListAsync(context.Cancellation);
        failed.ForEach(item => item.TryAgain(context));
        context.Changed(batch.AgencyId);
        context.MarkSealBatch();
        return batch.Status;
    }
}

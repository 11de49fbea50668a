using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>A batch held for a while.</summary>
public sealed record SealBatchClaim(Guid BatchId, Guid Lease);

/// <summary>Takes the oldest running batch for this worker alone. When the lease runs out, another may take it.</summary>
public sealed class ClaimSealBatch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>Longer than any piece of work between two renewals.</summary>
    internal static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(20);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The claim, or null when nothing is due or another worker was faster.</summary>
    public async Task<SealBatchClaim?> ExecuteAsync()
    {
        var due = await db.SealBatches.AsNoTracking()
            .Where(batch => batch.Status == SealBatchStatus.Running && batch.LeaseUntil <= context.At)
            .OrderBy(batch => batch.LeaseUntil).ThenBy(batch => batch.Id).FirstOrDefaultAsync(context.Cancellation);
        if (due is null)
        {
            return null;
        }

        Guid? lease = context.NewId();
        var until = context.At + LeasePeriod;
        var claimed = await db.SealBatches.Where(batch => batch.Id == due.Id && batch.Version == due.Version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(batch => batch.Lease, lease)
                    .SetProperty(batch => batch.LeaseUntil, until)
                    .SetProperty(batch => batch.Version, batch => batch.Version + 1),
                context.Cancellation);
        return claimed == 1 ? new SealBatchClaim(due.Id, lease.Value) : null;
    }
}

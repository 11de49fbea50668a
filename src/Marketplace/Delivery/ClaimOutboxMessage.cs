using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>A message held for a while.</summary>
public sealed record OutboxClaim(Guid MessageId, Guid Lease, OutboxKind Kind, Guid SubjectId, int Attempt);

/// <summary>Takes the oldest due message for this worker alone. When the lease runs out, another may take it.</summary>
public sealed class ClaimOutboxMessage(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(30);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The claim, or null when nothing is due or another worker was faster.</summary>
    public async Task<OutboxClaim?> ExecuteAsync()
    {
        var due = await db.OutboxMessages.AsNoTracking()
            .Where(message => message.DoneAt == null && message.NextAttemptAt <= context.At)
            .OrderBy(message => message.NextAttemptAt).ThenBy(message => message.Id)
            .FirstOrDefaultAsync(context.Cancellation);
        if (due is null)
        {
            return null;
        }

        var lease = context.NewId();
        Guid? holder = lease;
        var until = context.At + LeasePeriod;
        var claimed = await db.OutboxMessages.Where(message => message.Id == due.Id && message.Version == due.Version)
            .ExecuteUpdateAsync(
                set => set.SetProperty(message => message.Lease, holder)
                    .SetProperty(message => message.NextAttemptAt, until)
                    .SetProperty(message => message.Attempts, message => message.Attempts + 1)
                    .SetProperty(message => message.Version, message => message.Version + 1),
                context.Cancellation);
        return claimed == 1 ? new OutboxClaim(due.Id, lease, due.Kind, due.SubjectId, due.Attempts + 1) : null;
    }
}

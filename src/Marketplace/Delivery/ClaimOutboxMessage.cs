using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>A message held for a while.</summary>
public sealed record OutboxClaim(Guid MessageId, Guid Lease, OutboxKind Kind, Guid SubjectId, int Attempt);

/// <summary>Takes the most urgent due message, the oldest of these, for this worker alone. When the lease runs out, another may take it: a worker
/// that lives renews it.</summary>
public sealed class ClaimOutboxMessage(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>With the other nodes' sleep, a dead worker's message goes on within half a minute.</summary>
    internal static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(20);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The claim, or null when nothing is due or another worker was faster.</summary>
    public async Task<OutboxClaim?> ExecuteAsync()
    {
        var due = await db.OutboxMessages.AsNoTracking()
            .Where(message => message.DoneAt == null && message.NextAttemptAt <= context.At)
            .OrderBy(message => message.Rank).ThenBy(message => message.NextAttemptAt).ThenBy(message => message.Id)
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

/// <summary>Keeps a message for its worker, whose work takes long; or gives it back, because the worker was told to stop.</summary>
public sealed class RenewOutboxClaim(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns false when the lease had passed to another worker in the meantime.</summary>
    public async Task<bool> ExecuteAsync(OutboxClaim claim, bool isGivenBack = false)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Guid? holder = claim.Lease;
        var until = isGivenBack ? context.At : context.At + ClaimOutboxMessage.LeasePeriod;
        return await db.OutboxMessages.Where(message => message.Id == claim.MessageId && message.Lease == holder)
            .ExecuteUpdateAsync(
                set => set.SetProperty(message => message.NextAttemptAt, until)
                    .SetProperty(message => message.Version, message => message.Version + 1),
                context.Cancellation) == 1;
    }
}

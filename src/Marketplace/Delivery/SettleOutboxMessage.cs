using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>Ends a claim: done, or to be tried again later.</summary>
public sealed class SettleOutboxMessage(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns false when the lease had passed to another worker in the meantime.</summary>
    public async Task<bool> ExecuteAsync(OutboxClaim claim, string? error)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var message = await db.OutboxMessages.SingleOrDefaultAsync(
            row => row.Id == claim.MessageId && row.Lease == claim.Lease, context.Cancellation);
        if (message is null)
        {
            return false;
        }

        if (error is null)
        {
            message.Complete(context);
        }
        else
        {
            message.Fail(error, context);
        }

        return true;
    }
}

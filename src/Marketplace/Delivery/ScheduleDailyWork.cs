using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>Leaves the work of the day in the outbox, once a day however many nodes ask: the message's id is the day's.</summary>
public sealed class ScheduleDailyWork(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether anything was left to be done.</summary>
    public async Task<bool> ExecuteAsync()
    {
        var message = OutboxMessage.OfDay(OutboxKind.WarnOfExpiry, context);
        if (await db.OutboxMessages.AnyAsync(row => row.Id == message.Id, context.Cancellation))
        {
            return false;
        }

        db.Add(message);
        context.MarkOutbox();
        return true;
    }
}

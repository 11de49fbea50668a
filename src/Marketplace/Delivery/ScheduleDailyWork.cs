using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>Leaves the work of the day in the outbox, once a day however many nodes ask: the message's id is the day's.</summary>
public sealed class ScheduleDailyWork(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly OutboxKind[] Daily =
    [
        OutboxKind.WarnOfExpiry, OutboxKind.CarryOutSuccessions, OutboxKind.AdvanceAdmissions, OutboxKind.AdvanceCatalogue, OutboxKind.MakeReconciliations,
        OutboxKind.EraseServedData, OutboxKind.CollectGarbage,
    ];

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether anything was left to be done.</summary>
    public async Task<bool> ExecuteAsync()
    {
        var messages = Daily.Select(kind => OutboxMessage.OfDay(kind, context)).ToList();
        var ids = messages.Select(message => message.Id).ToList();
        var known = await db.OutboxMessages.Where(row => ids.Contains(row.Id)).Select(row => row.Id).ToListAsync(context.Cancellation);
        messages.RemoveAll(message => known.Contains(message.Id));
        if (messages.Count == 0)
        {
            return false;
        }

        db.AddRange(messages);
        context.MarkOutbox();
        return true;
    }
}

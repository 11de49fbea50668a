using Market.Marketplace.Exchange;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Supervision;

/// <summary>Makes a waiting message due at once (重推).</summary>
public sealed class PushAgain(MarketplaceDbContext db, OperationContext context, ExchangeBell bell) : IOperation
{
    private const int MostDeliveries = 10_000;

    public static Permission Requires => Permission.Supervise;

    /// <summary>A message already done stays done.</summary>
    public async Task<Guid> ExecuteAsync(Guid messageId)
    {
        if (await db.WebhookEndpoints.SingleOrDefaultAsync(row => row.Id == messageId, context.Cancellation) is { } endpoint)
        {
            await PushAsync(endpoint);
            return endpoint.Id;
        }

        if (await db.PersonalMessages.SingleOrDefaultAsync(row => row.Id == messageId, context.Cancellation) is { } personal)
        {
            personal.PushAgain(context);
            return personal.Id;
        }

        if (await db.ExchangeRows.SingleOrDefaultAsync(row => row.Id == messageId, context.Cancellation) is { } exchanged)
        {
            exchanged.PushAgain(context);
            context.Changed(exchanged.DepartmentId);
            bell.Ring();
            return exchanged.Id;
        }

        var message = await db.OutboxMessages.FindOrThrowAsync(messageId, context.Cancellation);
        message.PushAgain(context);
        context.MarkOutbox();
        return message.Id;
    }

    // An endpoint that its organisation stopped stays stopped; what waits for it goes out when it is resumed.
    private async Task PushAsync(WebhookEndpoint endpoint)
    {
        endpoint.EndPause();
        var waiting = await db.WebhookDeliveries
            .Where(row => row.EndpointId == endpoint.Id && row.Status != DeliveryStatus.Delivered && row.Lease == null)
            .OrderBy(row => row.Position).Take(MostDeliveries).ToListAsync(context.Cancellation);
        foreach (var delivery in waiting)
        {
            delivery.PushAgain(context);
        }

        context.MarkWebhooks();
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Webhooks;

/// <summary>Sends deliveries again (重推): one, or all of an endpoint from a place in the feed on. The receiver gets the same
/// bytes under the same id; what it has already it passes over.</summary>
public sealed class ReplayWebhooks(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Most = 10_000;

    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns how many are sent again.</summary>
    public async Task<int> ExecuteAsync(Guid endpointId, Guid? deliveryId = null, long? fromPosition = null, long? toPosition = null)
    {
        var endpoint = await db.WebhookEndpointsFor(context.Actor).FindOrThrowAsync(endpointId, context.Cancellation);
        var wanted = db.WebhookDeliveries.Where(row => row.EndpointId == endpoint.Id);
        wanted = deliveryId is { } one
            ? wanted.Where(row => row.Id == one)
            : wanted.Where(row => row.Position >= (fromPosition ?? 1) && row.Position <= (toPosition ?? long.MaxValue));
        var deliveries = await wanted.OrderBy(row => row.Position).Take(Most).ToListAsync(context.Cancellation);
        if (deliveries.Count == 0)
        {
            throw new NotFoundException(nameof(WebhookDelivery));
        }

        foreach (var delivery in deliveries)
        {
            delivery.PushAgain(context);
        }

        context.MarkWebhooks();
        context.Changed(endpoint.OrganisationId);
        return deliveries.Count;
    }
}

using System.Net;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Webhooks;

/// <summary>Ends claims: delivered, to be tried again, or not tried at all.</summary>
public sealed class SettleWebhooks(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many the receiver took. A claim whose lease has passed to another worker is left alone.</summary>
    public async Task<int> ExecuteAsync(Guid endpointId, IReadOnlyDictionary<WebhookClaim, SentWebhook?> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var endpoint = await db.WebhookEndpoints.SingleAsync(row => row.Id == endpointId, context.Cancellation);
        var leases = outcomes.Keys.Select(claim => (Guid?)claim.Lease).Distinct().ToList();
        var held = await db.WebhookDeliveries.Where(row => leases.Contains(row.Lease)).ToDictionaryAsync(row => row.Id, context.Cancellation);
        var taken = 0;
        foreach (var (claim, sent) in outcomes)
        {
            if (held.TryGetValue(claim.DeliveryId, out var delivery))
            {
                taken += Settle(endpoint, delivery, sent) ? 1 : 0;
            }
        }

        context.Changed(endpoint.OrganisationId);
        return taken;
    }

    private bool Settle(WebhookEndpoint endpoint, WebhookDelivery delivery, SentWebhook? sent)
    {
        if (sent is null)
        {
            delivery.Release(context);
            return false;
        }

        var attempt = new DeliveryAttempt(context.At, sent.StatusCode, sent.Error, sent.Milliseconds);
        delivery.Settle(attempt, sent.RetryAfter, context);
        if (attempt.Succeeded)
        {
            endpoint.Succeeded(context);
            return true;
        }

        endpoint.Failed(sent.RetryAfter, context);
        if (sent.StatusCode == (int)HttpStatusCode.Gone)
        {
            endpoint.Disable("gone");
        }

        return false;
    }
}

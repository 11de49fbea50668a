using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Webhooks;

/// <summary>A delivery held for a while.</summary>
public sealed record WebhookClaim(Guid DeliveryId, Guid Lease, Uri Url, Guid EventId, string Body);

/// <summary>What was claimed of one endpoint, with the secrets that are good now.</summary>
public sealed record WebhookClaims(IReadOnlyList<WebhookClaim> Claims, IReadOnlyList<string> Secrets);

/// <summary>Names the endpoints to which something is due and that may be sent to.</summary>
public sealed class ListDueWebhooks(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Their ids.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.WebhookEndpoints
            .Where(row => row.Status == WebhookStatus.Active && (row.PausedUntil == null || row.PausedUntil <= context.At))
            .Where(row => db.WebhookDeliveries.Any(delivery =>
                delivery.EndpointId == row.Id && delivery.Status == DeliveryStatus.Waiting && delivery.NextAttemptAt <= context.At))
            .Select(row => row.Id).ToListAsync(context.Cancellation);
}

/// <summary>Takes due deliveries of one endpoint for this worker alone: at most one of each case, so that the events of a
/// case arrive in their order. When the lease runs out, another worker may take them.</summary>
public sealed class ClaimWebhooks(MarketplaceDbContext db, OperationContext context, WebhookSecrets secrets) : IOperation
{
    private const int LargestBatch = 64;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>How long a claim holds: longer than a batch may take, and so short that a dead worker's deliveries go on within half a minute also
    /// when the next worker has to finish a batch of its own before.</summary>
    internal static TimeSpan LeasePeriod { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The claims; none when nothing is due.</summary>
    public async Task<WebhookClaims> ExecuteAsync(Guid endpointId)
    {
        var ct = context.Cancellation;
        var endpoint = await db.WebhookEndpoints.AsNoTracking().SingleAsync(row => row.Id == endpointId, ct);
        if (endpoint.Status != WebhookStatus.Active || endpoint.PausedUntil > context.At)
        {
            return new WebhookClaims([], []);
        }

        var waiting = db.WebhookDeliveries.Where(row => row.EndpointId == endpointId && row.Status == DeliveryStatus.Waiting);
        var due = await waiting.Where(row => row.NextAttemptAt <= context.At)
            .Where(row => row.CaseId == null || !waiting.Any(earlier => earlier.CaseId == row.CaseId && earlier.Position < row.Position))
            .OrderBy(row => row.Position).ThenBy(row => row.Id)
            .Take(endpoint.IsCircuitOpen ? 1 : LargestBatch).Select(row => row.Id).ToListAsync(ct);
        if (due.Count == 0)
        {
            return new WebhookClaims([], []);
        }

        Guid? lease = context.NewId();
        var until = context.At + LeasePeriod;
        await db.WebhookDeliveries
            .Where(row => due.Contains(row.Id) && row.Status == DeliveryStatus.Waiting && row.NextAttemptAt <= context.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Lease, lease).SetProperty(row => row.NextAttemptAt, until), ct);
        var claimed = await db.WebhookDeliveries.AsNoTracking().Where(row => row.Lease == lease).OrderBy(row => row.Position)
            .Select(row => new { row.Id, row.EventId, row.Body }).ToListAsync(ct);
        var url = new Uri(endpoint.Url);
        return new WebhookClaims(
            [.. claimed.Select(row => new WebhookClaim(row.Id, lease.Value, url, row.EventId, row.Body))], SecretsOf(endpoint));
    }

    private IReadOnlyList<string> SecretsOf(WebhookEndpoint endpoint) =>
        endpoint.ProtectedPreviousSecret is { } previous && endpoint.PreviousSecretUntil > context.At
            ? [secrets.Unprotect(endpoint.ProtectedSecret), secrets.Unprotect(previous)]
            : [secrets.Unprotect(endpoint.ProtectedSecret)];
}

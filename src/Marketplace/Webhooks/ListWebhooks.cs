using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Webhooks;

/// <summary>An endpoint with how it fares.</summary>
public sealed record WebhookRow(
    Guid Id, long Version, string OrganisationName, string Url, IReadOnlyList<string> Types, WebhookStatus Status, string? DisabledReason,
    int FailuresInRow, DateTimeOffset? PausedUntil, DateTimeOffset? LastSuccessAt, DateTimeOffset? PreviousSecretUntil, DateTimeOffset CreatedAt,
    string CreatedBy, int Waiting, int GivenUp);

/// <summary>Lists the endpoints of the actor's organisation; the operator looks on at all.</summary>
public sealed class ListWebhooks(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>The endpoints, the oldest first.</summary>
    public async Task<IReadOnlyList<WebhookRow>> ExecuteAsync() =>
        await (
            from row in db.WebhookEndpointsFor(context.Actor).AsNoTracking()
            join organisation in db.Organisations on row.OrganisationId equals organisation.Id
            orderby row.CreatedAt, row.Id
            select new WebhookRow(
                row.Id, row.Version, organisation.Name, row.Url, row.Types, row.Status, row.DisabledReason, row.FailuresInRow, row.PausedUntil,
                row.LastSuccessAt, row.PreviousSecretUntil, row.CreatedAt, row.CreatedBy,
                db.WebhookDeliveries.Count(delivery => delivery.EndpointId == row.Id && delivery.Status == DeliveryStatus.Waiting),
                db.WebhookDeliveries.Count(delivery => delivery.EndpointId == row.Id && delivery.Status == DeliveryStatus.GivenUp)))
            .ToListAsync(context.Cancellation);
}

/// <summary>A delivery as the log shows it.</summary>
public sealed record WebhookDeliveryRow(
    Guid Id, Guid EndpointId, string Url, Guid EventId, string Type, long? Position, DeliveryStatus Status, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset NextAttemptAt, DateTimeOffset? DeliveredAt, string Body, IReadOnlyList<DeliveryAttempt> Log);

/// <summary>The log of deliveries: what was sent where, and what was answered.</summary>
public sealed class ListWebhookDeliveries(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Deliveries, the latest first; of one endpoint or status where asked for.</summary>
    public Task<PagedList<WebhookDeliveryRow>> ExecuteAsync(PageRequest page, Guid? endpointId = null, DeliveryStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows =
            from row in db.WebhookDeliveries.AsNoTracking()
            join endpoint in db.WebhookEndpointsFor(context.Actor) on row.EndpointId equals endpoint.Id
            where (endpointId == null || endpoint.Id == endpointId) && (status == null || row.Status == status)
                && (words == null || row.Type.Contains(words) || row.Body.Contains(words))
            orderby row.CreatedAt descending, row.Position descending, row.Id descending
            select new WebhookDeliveryRow(
                row.Id, endpoint.Id, endpoint.Url, row.EventId, row.Type, row.Position, row.Status, row.Attempts, row.CreatedAt, row.NextAttemptAt,
                row.DeliveredAt, row.Body, row.Log);
        return rows.PageAsync(page, context.Cancellation);
    }
}

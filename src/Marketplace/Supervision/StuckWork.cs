using Market.Marketplace.Exchange;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Supervision;

/// <summary>Why something is stuck.</summary>
public enum StuckKind
{
    /// <summary>A message waits too long, or its attempts fail.</summary>
    Outbox,

    /// <summary>无可派机构: no agency could be found.</summary>
    NoAgency,

    /// <summary>推送不畅: a connected system does not take its events.</summary>
    Webhook,

    /// <summary>提醒未发出: a person's e-mail or SMS could not be sent.</summary>
    Message,

    /// <summary>前置库未通过: a row of the exchange database was refused on either side, or could not be written there.</summary>
    Exchange,
}

/// <summary>One stuck thing (滞留件).</summary>
/// <param name="CanPush">Whether trying again helps; what has to be put right elsewhere first comes back by itself.</param>
public sealed record StuckWork(StuckKind Kind, Guid Id, string Title, DateTimeOffset Since, int Attempts, string? Reason, bool CanPush = true);

internal static class StuckWorkQuery
{
    private const int MostMessages = 200;

    private static readonly TimeSpan OutboxPatience = TimeSpan.FromMinutes(1);

    /// <summary>What does not move by itself, the oldest first.</summary>
    public static async Task<IReadOnlyList<StuckWork>> FindStuckWorkAsync(this MarketplaceDbContext db, OperationContext context)
    {
        var before = context.At - OutboxPatience;
        var messages = await db.OutboxMessages.AsNoTracking()
            .Where(message => message.DoneAt == null && (message.CreatedAt < before || message.Attempts > 1))
            .Select(message => new StuckWork(
                StuckKind.Outbox, message.Id, message.Kind.ToString(), message.CreatedAt, message.Attempts, message.LastError, true))
            .ToListAsync(context.Cancellation);
        var orders = await db.TaskOrdersFor(context.Actor).AsNoTracking()
            .Where(order => order.Status == TaskOrderStatus.AwaitingAgency && !order.IsOwnersChoice && order.BidsUntil == null)
            .Select(order => new StuckWork(
                StuckKind.NoAgency, order.Id, order.Number + " " + order.ServiceItemName, order.CreatedAt, 0, null, false))
            .ToListAsync(context.Cancellation);
        return [.. messages.Concat(orders).Concat(await StuckWebhooksAsync(db, before, context.Cancellation)).Concat(await StuckMessagesAsync(db, before, context.Cancellation))
            .Concat(await StuckRowsAsync(db, before, context.Cancellation)).OrderBy(stuck => stuck.Since)];
    }

    // No address: whoever supervises sees the channel and the reason.
    private static async Task<IEnumerable<StuckWork>> StuckMessagesAsync(MarketplaceDbContext db, DateTimeOffset before, CancellationToken ct)
    {
        var rows = await (
            from message in db.PersonalMessages.AsNoTracking()
            where message.EventId != null && (message.Status == MessageStatus.GivenUp || (message.Status == MessageStatus.Waiting && message.CreatedAt < before))
            join address in db.MessageAddresses on message.AddressId equals address.Id
            select new { message.Id, address.Channel, message.Number, message.CreatedAt, message.Attempts, message.LastError }).Take(MostMessages).ToListAsync(ct);
        return rows.Select(row => new StuckWork(StuckKind.Message, row.Id, $"{row.Channel} {row.Number}", row.CreatedAt, row.Attempts, row.LastError));
    }

    private static async Task<IEnumerable<StuckWork>> StuckRowsAsync(MarketplaceDbContext db, DateTimeOffset before, CancellationToken ct)
    {
        var rows = await db.ExchangeRows.AsNoTracking()
            .Where(row => row.State == ExchangeState.Failed || row.State == ExchangeState.Refused || (row.State == ExchangeState.Waiting && row.ChangedAt < before))
            .OrderBy(row => row.ChangedAt).ThenBy(row => row.Id).Take(MostMessages)
            .Select(row => new { row.Id, row.Table, row.ExternalNumber, row.ChangedAt, row.Reason }).ToListAsync(ct);
        return rows.Select(row => new StuckWork(
            StuckKind.Exchange, row.Id, $"{row.ExternalNumber} {row.Table}", row.ChangedAt, 1, row.Reason, row.Table != NationalTables.Cases));
    }

    private static async Task<IEnumerable<StuckWork>> StuckWebhooksAsync(MarketplaceDbContext db, DateTimeOffset before, CancellationToken ct)
    {
        var waiting = await db.WebhookDeliveries
            .Where(row => row.Status == DeliveryStatus.GivenUp || (row.Status == DeliveryStatus.Waiting && row.CreatedAt < before))
            .GroupBy(row => row.EndpointId)
            .Select(rows => new { EndpointId = rows.Key, Since = rows.Min(row => row.CreatedAt), Attempts = rows.Max(row => row.Attempts) })
            .ToListAsync(ct);
        var ids = waiting.Select(row => row.EndpointId).ToList();
        var endpoints = await (
            from endpoint in db.WebhookEndpoints
            join organisation in db.Organisations on endpoint.OrganisationId equals organisation.Id
            where ids.Contains(endpoint.Id)
            select new { endpoint.Id, endpoint.Url, endpoint.DisabledReason, organisation.Name }).ToDictionaryAsync(row => row.Id, ct);
        var last = new Dictionary<Guid, string?>();
        foreach (var id in ids)
        {
            var log = await db.WebhookDeliveries.AsNoTracking().Where(row => row.EndpointId == id && row.Status != DeliveryStatus.Delivered && row.Attempts > 0)
                .OrderByDescending(row => row.Attempts).ThenBy(row => row.CreatedAt).Select(row => row.Log).FirstOrDefaultAsync(ct);
            last[id] = log is [.., var attempt] ? attempt.Error ?? $"HTTP {attempt.StatusCode}" : null;
        }

        return
            from row in waiting
            let endpoint = endpoints[row.EndpointId]
            select new StuckWork(StuckKind.Webhook, endpoint.Id, $"{endpoint.Name} {endpoint.Url}", row.Since, row.Attempts, endpoint.DisabledReason ?? last[endpoint.Id]);
    }
}

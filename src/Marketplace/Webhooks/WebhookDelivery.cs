using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Webhooks;

/// <summary>How a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>待送达.</summary>
    Waiting,

    /// <summary>已送达: the receiver answered with 2xx.</summary>
    Delivered,

    /// <summary>已停止重试: fifteen days of trying have passed; it can be pushed again.</summary>
    GivenUp,
}

/// <summary>One attempt as the log shows it.</summary>
/// <param name="At">When its answer came.</param>
/// <param name="StatusCode">The receiver's answer, when there was one.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record DeliveryAttempt(DateTimeOffset At, int? StatusCode, string? Error, int Milliseconds)
{
    /// <summary>Whether the receiver took it.</summary>
    public bool Succeeded => StatusCode is >= 200 and <= 299;
}

/// <summary>One event on its way to one endpoint (推送). The body is fixed when it is made: every attempt sends the same bytes under the same id.</summary>
public sealed class WebhookDelivery
{
    private const int KeptAttempts = 10;
    private const int LongestError = 300;

    private WebhookDelivery()
    {
    }

    /// <summary>Identity of the row.</summary>
    public Guid Id { get; private init; }

    /// <summary>To which endpoint.</summary>
    public Guid EndpointId { get; private init; }

    /// <summary>The event's id, sent as <c>webhook-id</c>.</summary>
    public Guid EventId { get; private init; }

    /// <summary>The event's type.</summary>
    public string Type { get; private init; } = "";

    /// <summary>The event's place in the feed; a test has none.</summary>
    public long? Position { get; private init; }

    /// <summary>The case: its events arrive in their order.</summary>
    public Guid? CaseId { get; private init; }

    /// <summary>What is sent.</summary>
    public string Body { get; private init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>How it stands.</summary>
    public DeliveryStatus Status { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this instant: the next attempt, or the end of the running lease.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>Who is sending it now.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>From when its days of trying count: made, or pushed again.</summary>
    public DateTimeOffset TriedSince { get; private set; }

    /// <summary>When the receiver took it.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>The last attempts, the latest last.</summary>
    public IReadOnlyList<DeliveryAttempt> Log { get; private set; } = [];

    internal static WebhookDelivery Of(WebhookEndpoint endpoint, FeedEvent happened, string body, OperationContext context) =>
        Make(endpoint, happened.Id, happened.Type, happened.Position, happened.CaseId, body, context);

    internal static WebhookDelivery Trial(WebhookEndpoint endpoint, Guid id, string body, OperationContext context) =>
        Make(endpoint, id, EventTypes.Test, null, null, body, context);

    internal void Settle(DeliveryAttempt attempt, TimeSpan? retryAfter, OperationContext context)
    {
        Attempts++;
        Lease = null;
        Log = [.. Log.Append(attempt with { Error = Shortened(attempt.Error) }).TakeLast(KeptAttempts)];
        if (attempt.Succeeded)
        {
            Status = DeliveryStatus.Delivered;
            DeliveredAt = context.At;
            return;
        }

        var pause = WebhookSchedule.PauseAfter(Attempts);
        NextAttemptAt = context.At + (retryAfter > pause ? retryAfter.Value : pause);
        if (NextAttemptAt - TriedSince > WebhookSchedule.Span)
        {
            Status = DeliveryStatus.GivenUp;
        }
    }

    /// <summary>Gives back what was claimed and not tried.</summary>
    internal void Release(OperationContext context)
    {
        Lease = null;
        NextAttemptAt = context.At;
    }

    /// <summary>Sends it again (重推): the same bytes under the same id, from which the receiver knows it.</summary>
    internal void PushAgain(OperationContext context)
    {
        Status = DeliveryStatus.Waiting;
        Lease = null;
        NextAttemptAt = context.At;
        TriedSince = context.At;
    }

    private static WebhookDelivery Make(
        WebhookEndpoint endpoint, Guid eventId, string type, long? position, Guid? caseId, string body, OperationContext context) => new()
        {
            Id = context.NewId(),
            EndpointId = endpoint.Id,
            EventId = eventId,
            Type = type,
            Position = position,
            CaseId = caseId,
            Body = body,
            CreatedAt = context.At,
            TriedSince = context.At,
            NextAttemptAt = context.At,
        };

    private static string? Shortened(string? error) => error is { Length: > LongestError } ? error[..LongestError] : error;

    internal sealed class Mapping : IEntityTypeConfiguration<WebhookDelivery>
    {
        public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
        {
            builder.ToTable("WebhookDeliveries");
            builder.Property(row => row.Type).HasMaxLength(60);
            builder.Property(row => row.Body).HasMaxLength(4000);
            builder.Property(row => row.Log).HasJson();

            // An event goes to an endpoint once, whatever the sequencers believe.
            builder.HasIndex(row => new { row.EndpointId, row.EventId }).IsUnique();
            builder.HasIndex(row => new { row.EndpointId, row.Status, row.NextAttemptAt });
            builder.HasIndex(row => new { row.EndpointId, row.CaseId, row.Status, row.Position });
            builder.HasIndex(row => row.Lease);
            builder.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(row => row.EndpointId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

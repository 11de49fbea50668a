using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Webhooks;

/// <summary>Whether an endpoint is sent to.</summary>
public enum WebhookStatus
{
    /// <summary>启用.</summary>
    Active,

    /// <summary>停用: by its organisation, or because the receiver answered that it is gone (410).</summary>
    Disabled,
}

/// <summary>An address of an organisation's own system, to which its events are sent (推送地址).</summary>
public sealed class WebhookEndpoint : IAggregate
{
    /// <summary>How many failures in a row open the circuit: then only one delivery at a time tries the receiver.</summary>
    private const int FailuresToOpen = 20;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan Exchange = TimeSpan.FromHours(24);

    private WebhookEndpoint()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whose system.</summary>
    public Guid OrganisationId { get; private init; }

    /// <summary>Where it is.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Which events are sent; none named means all.</summary>
    public IReadOnlyList<string> Types { get; private set; } = [];

    /// <summary>Whether it is sent to.</summary>
    public WebhookStatus Status { get; private set; }

    /// <summary>Why it was disabled.</summary>
    public string? DisabledReason { get; private set; }

    /// <summary>The secret, encrypted.</summary>
    public string ProtectedSecret { get; private set; } = "";

    /// <summary>The one before, encrypted, while both are good.</summary>
    public string? ProtectedPreviousSecret { get; private set; }

    /// <summary>Until when the one before is good.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; private set; }

    /// <summary>Failures since the last success.</summary>
    public int FailuresInRow { get; private set; }

    /// <summary>Not before this instant: the circuit is open, or the receiver asked for time.</summary>
    public DateTimeOffset? PausedUntil { get; private set; }

    /// <summary>When it last took something.</summary>
    public DateTimeOffset? LastSuccessAt { get; private set; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>By whom.</summary>
    public string CreatedBy { get; private init; } = "";

    internal bool IsCircuitOpen => FailuresInRow >= FailuresToOpen;

    internal static WebhookEndpoint Create(Uri url, IReadOnlyList<string> types, string protectedSecret, OperationContext context) => new()
    {
        Id = context.NewId(),
        OrganisationId = context.Actor.Organisation,
        Url = url.AbsoluteUri,
        Types = Known(types),
        ProtectedSecret = protectedSecret,
        CreatedAt = context.At,
        CreatedBy = context.Actor.DisplayName,
    };

    internal bool Wants(string type) => Types.Count == 0 || Types.Contains(type, StringComparer.Ordinal) || type == EventTypes.Test;

    /// <summary>A new secret; the old one stays good for a day, so that no receiver has to change at the same moment.</summary>
    internal void Rotate(string protectedSecret, OperationContext context)
    {
        ProtectedPreviousSecret = ProtectedSecret;
        PreviousSecretUntil = context.At + Exchange;
        ProtectedSecret = protectedSecret;
    }

    internal void Disable(string reason)
    {
        Status = WebhookStatus.Disabled;
        DisabledReason = reason;
    }

    /// <summary>Sends again, beginning at once with what has waited.</summary>
    internal void Enable()
    {
        Status = WebhookStatus.Active;
        DisabledReason = null;
        FailuresInRow = 0;
        PausedUntil = null;
    }

    /// <summary>Tries again at once, whatever was to be waited for.</summary>
    internal void EndPause() => PausedUntil = null;

    internal void Succeeded(OperationContext context)
    {
        FailuresInRow = 0;
        PausedUntil = null;
        LastSuccessAt = context.At;
    }

    /// <summary>Counts a failure; from the twentieth in a row the circuit opens, twice as long after each further one.</summary>
    internal void Failed(TimeSpan? retryAfter, OperationContext context)
    {
        FailuresInRow++;
        if (IsCircuitOpen)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(FailuresInRow - FailuresToOpen, 10));
            PauseFor(pause < LongestPause ? pause : LongestPause, context);
        }

        if (retryAfter is { } asked)
        {
            PauseFor(asked < LongestRetryAfter ? asked : LongestRetryAfter, context);
        }
    }

    private void PauseFor(TimeSpan pause, OperationContext context)
    {
        var until = context.At + pause;
        PausedUntil = PausedUntil > until ? PausedUntil : until;
    }

    private static IReadOnlyList<string> Known(IReadOnlyList<string> types) =>
        types.Except(EventTypes.All, StringComparer.Ordinal).ToList() is [var unknown, ..]
            ? throw new RuleViolationException("event-type-unknown", unknown ?? "null")
            : [.. types.Distinct(StringComparer.Ordinal)];

    internal sealed class Mapping : IEntityTypeConfiguration<WebhookEndpoint>
    {
        public void Configure(EntityTypeBuilder<WebhookEndpoint> builder)
        {
            builder.ToTable("WebhookEndpoints");
            builder.Property(row => row.Url).HasMaxLength(1000);
            builder.Property(row => row.Types).HasJson();
            builder.Property(row => row.ProtectedSecret).HasMaxLength(1000);
            builder.Property(row => row.ProtectedPreviousSecret).HasMaxLength(1000);
            builder.HasIndex(row => new { row.OrganisationId, row.Status });
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

using Market.Marketplace.Feed;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Messages;

/// <summary>How a message stands.</summary>
public enum MessageStatus
{
    /// <summary>待发送.</summary>
    Waiting,

    /// <summary>已发送.</summary>
    Sent,

    /// <summary>发送失败: given up; the stuck-work page shows it.</summary>
    GivenUp,
}

/// <summary>One message to one person over one channel. It holds what kind of event and its number, no address and no text: these are
/// put together when it is sent.</summary>
public sealed class PersonalMessage : IAggregate
{
    private const int LongestError = 500;

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6)];

    private PersonalMessage()
    {
    }

    /// <summary>Identity; the receiver's system sees it too, so that a second sending can be told from a second message.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Where it goes.</summary>
    public Guid AddressId { get; private init; }

    /// <summary>The event it tells of; none for a code.</summary>
    public Guid? EventId { get; private init; }

    /// <summary>What happened, as in the feed; <see cref="MessageKinds.Code"/> for a code.</summary>
    public string Type { get; private init; } = "";

    /// <summary>The business number.</summary>
    public string? Number { get; private init; }

    /// <summary>A code, encrypted; gone as soon as it is sent.</summary>
    public string? ProtectedCode { get; private set; }

    /// <summary>How it stands.</summary>
    public MessageStatus Status { get; private set; }

    /// <summary>How often sending was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>Who holds it.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it went out.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    internal static PersonalMessage Of(MessageAddress address, FeedEvent happened, OperationContext context) =>
        Create(address, happened.Type, happened.Number, happened.Id, null, context);

    internal static PersonalMessage OfCode(MessageAddress address, string protectedCode, OperationContext context) =>
        Create(address, MessageKinds.Code, null, null, protectedCode, context);

    internal void Sent(OperationContext context) =>
        (Status, SentAt, Lease, LastError, ProtectedCode) = (MessageStatus.Sent, context.At, null, null, null);

    /// <summary>Not sent: tried again later, unless there is no use in that.</summary>
    internal void Failed(string error, bool isFinal, OperationContext context)
    {
        LastError = error.Length <= LongestError ? error : error[..LongestError];
        Lease = null;
        // A code is of no use when it comes late.
        if (isFinal || Attempts > Pauses.Length || (ProtectedCode is not null && Attempts > 2))
        {
            (Status, ProtectedCode) = (MessageStatus.GivenUp, null);
            return;
        }

        NextAttemptAt = context.At + Pauses[Math.Max(Attempts, 1) - 1];
    }

    internal void PushAgain(OperationContext context)
    {
        if (Status != MessageStatus.Sent && EventId is not null)
        {
            (Status, Attempts, NextAttemptAt) = (MessageStatus.Waiting, 0, context.At);
        }
    }

    private static PersonalMessage Create(
        MessageAddress address, string type, string? number, Guid? eventId, string? protectedCode, OperationContext context) => new()
        {
            Id = context.NewId(),
            AddressId = address.Id,
            EventId = eventId,
            Type = type,
            Number = number,
            ProtectedCode = protectedCode,
            CreatedAt = context.At,
            NextAttemptAt = context.At,
        };

    internal sealed class Mapping : IEntityTypeConfiguration<PersonalMessage>
    {
        public void Configure(EntityTypeBuilder<PersonalMessage> builder)
        {
            builder.ToTable("PersonalMessages");
            builder.Property(row => row.Type).HasMaxLength(60);
            builder.Property(row => row.Number).HasMaxLength(60);
            builder.Property(row => row.ProtectedCode).HasMaxLength(1000);
            builder.Property(row => row.LastError).HasMaxLength(LongestError);
            builder.HasIndex(row => new { row.Status, row.NextAttemptAt });
            builder.HasIndex(row => new { row.AddressId, row.CreatedAt });
            builder.HasOne<MessageAddress>().WithMany().HasForeignKey(row => row.AddressId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

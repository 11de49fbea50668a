using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Integration;

/// <summary>A request that must have its effect once, however often it is sent: the key of the sender, and what it was.</summary>
/// <param name="ClientId">Who sends.</param>
/// <param name="Key">The value of <c>Idempotency-Key</c>.</param>
/// <param name="Request">Method and address.</param>
/// <param name="BodyHash">SHA-256 of the body.</param>
public sealed record IdempotentCall(Guid ClientId, string Key, string Request, string BodyHash);

/// <summary>The answer, and whether it had been given before.</summary>
public sealed record IdempotentAnswer(string Body, bool Replayed);

/// <summary>What was answered to a request with an <c>Idempotency-Key</c>; written in the transaction of its effect and kept for
/// thirty days, because an approval outlives the day that is usual elsewhere.</summary>
internal sealed class IdempotentRequest
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private IdempotentRequest()
    {
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    public string Key { get; private init; } = "";

    public string Request { get; private init; } = "";

    public string BodyHash { get; private init; } = "";

    /// <summary>The answer, encrypted: it may hold a secret.</summary>
    public string ProtectedAnswer { get; private init; } = "";

    public DateTimeOffset At { get; private init; }

    /// <summary>What was answered before this instant is as if it had never been asked.</summary>
    public static DateTimeOffset OldestKept(OperationContext context) => context.At - Kept;

    public static IdempotentRequest Answered(IdempotentCall call, string protectedAnswer, OperationContext context) => new()
    {
        Id = context.NewId(),
        ClientId = call.ClientId,
        Key = call.Key,
        Request = call.Request,
        BodyHash = call.BodyHash,
        ProtectedAnswer = protectedAnswer,
        At = context.At,
    };

    public bool Is(IdempotentCall call) => Request == call.Request && BodyHash == call.BodyHash;

    internal sealed class Mapping : IEntityTypeConfiguration<IdempotentRequest>
    {
        public void Configure(EntityTypeBuilder<IdempotentRequest> builder)
        {
            builder.ToTable("IdempotentRequests");
            builder.Property(row => row.Key).HasMaxLength(255);
            builder.Property(row => row.Request).HasMaxLength(1000);
            builder.Property(row => row.BodyHash).HasMaxLength(64);
            builder.Property(row => row.ProtectedAnswer).HasMaxLength(8000);
            builder.HasIndex(row => new { row.ClientId, row.Key }).IsUnique();
            builder.HasIndex(row => new { row.ClientId, row.At });
        }
    }
}

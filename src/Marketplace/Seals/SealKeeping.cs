using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Seals;

/// <summary>By which right a person holds a seal.</summary>
public enum KeepingKind
{
    /// <summary>保管: appointed until relieved.</summary>
    Keeper,

    /// <summary>委托代管: in a keeper's place, from one day to another.</summary>
    Delegate,
}

/// <summary>One person's custody of a seal for a time. Rows are ended, never removed: they are the history of custody.</summary>
public sealed class SealKeeping
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The seal.</summary>
    public Guid SealId { get; internal init; }

    /// <summary>The account.</summary>
    public Guid UserId { get; internal init; }

    /// <summary>The person's name then.</summary>
    public string UserName { get; internal init; } = "";

    /// <summary>By which right.</summary>
    public KeepingKind Kind { get; internal init; }

    /// <summary>First day, in China.</summary>
    public DateOnly From { get; internal init; }

    /// <summary>Last day of a delegation; none for keepers.</summary>
    public DateOnly? To { get; internal init; }

    /// <summary>The keeper who is stood in for.</summary>
    public Guid? InPlaceOf { get; internal init; }

    /// <summary>That keeper's name then.</summary>
    public string? InPlaceOfName { get; internal init; }

    /// <summary>Why it was delegated.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Who appointed or delegated.</summary>
    public string GrantedBy { get; internal init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset GrantedAt { get; internal init; }

    /// <summary>When it was ended, before its last day or at all.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Who ended it.</summary>
    public string? EndedBy { get; private set; }

    /// <summary>Why.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Whether it holds on a day.</summary>
    public bool IsInForceOn(DateOnly day) => EndedAt is null && From <= day && (To is null || day <= To);

    /// <summary>Whether it holds or is still to come.</summary>
    internal bool IsOpenOn(DateOnly day) => EndedAt is null && (To is null || day <= To);

    /// <summary>The same custody of the seal that took this one's place.</summary>
    internal SealKeeping For(Guid sealId, OperationContext context) => new()
    {
        Id = context.NewId(),
        SealId = sealId,
        UserId = UserId,
        UserName = UserName,
        Kind = Kind,
        From = From,
        To = To,
        InPlaceOf = InPlaceOf,
        InPlaceOfName = InPlaceOfName,
        Reason = Reason,
        GrantedBy = GrantedBy,
        GrantedAt = GrantedAt,
    };

    internal void End(string reason, OperationContext context)
    {
        EndedAt = context.At;
        EndedBy = context.Actor.DisplayName;
        EndReason = reason;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SealKeeping>
    {
        public void Configure(EntityTypeBuilder<SealKeeping> builder)
        {
            builder.ToTable("SealKeepings");
            builder.Property(row => row.UserName).HasMaxLength(100);
            builder.Property(row => row.InPlaceOfName).HasMaxLength(100);
            builder.Property(row => row.Reason).HasMaxLength(1000);
            builder.Property(row => row.GrantedBy).HasMaxLength(100);
            builder.Property(row => row.EndedBy).HasMaxLength(100);
            builder.Property(row => row.EndReason).HasMaxLength(1000);
            builder.HasIndex(row => row.SealId);
            builder.HasIndex(row => row.UserId);
        }
    }
}

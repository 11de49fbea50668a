using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Delivery;

/// <summary>What background work is waiting.</summary>
public enum OutboxKind
{
    /// <summary>Verify a sealed result and deliver it.</summary>
    VerifyResult,

    /// <summary>Draw, seal and serve an issued notice.</summary>
    SealNotice,

    /// <summary>Count running deadlines again after an announcement of working days.</summary>
    RecountDeadlines,

    /// <summary>The daily sweep for certificates and registrations that end soon.</summary>
    WarnOfExpiry,

    /// <summary>The daily step of admissions: publicity and suspensions that end, licences that end soon.</summary>
    AdvanceAdmissions,

    /// <summary>The daily step of the catalogue: editions that begin, items that end.</summary>
    AdvanceCatalogue,

    /// <summary>The daily work on personal data whose time is over.</summary>
    EraseServedData,

    /// <summary>The nightly collection of files that no record needs.</summary>
    CollectGarbage,

    /// <summary>The daily step of successions: those whose day has come.</summary>
    CarryOutSuccessions,

    /// <summary>The daily step of reconciliation: sheets about the days that are over.</summary>
    MakeReconciliations,
}

/// <summary>Background work, written in the transaction that caused it and claimed by lease.</summary>
public sealed class OutboxMessage : IAggregate
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private OutboxMessage()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes; a claim is an update conditional on it.</summary>
    public long Version { get; private set; }

    /// <summary>What is to be done.</summary>
    public OutboxKind Kind { get; private init; }

    /// <summary>0 for what people wait for, 1 for what may wait for that: a heap of notices holds up no result.</summary>
    public int Rank { get; private init; }

    /// <summary>About which row.</summary>
    public Guid SubjectId { get; private init; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this instant: the next attempt, or the end of the running lease.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>Who holds the lease.</summary>
    public Guid? Lease { get; private set; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? LastError { get; private set; }

    internal static OutboxMessage Create(OutboxKind kind, Guid subject, OperationContext context) => new()
    {
        Id = context.NewId(),
        Kind = kind,
        Rank = RankOf(kind),
        SubjectId = subject,
        CreatedAt = context.At,
        NextAttemptAt = context.At,
    };

    /// <summary>The work of a day; the same day always makes the same id.</summary>
    internal static OutboxMessage OfDay(OutboxKind kind, OperationContext context)
    {
        var id = new Guid(context.Today.DayNumber, (short)kind, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new OutboxMessage { Id = id, Kind = kind, Rank = RankOf(kind), SubjectId = id, CreatedAt = context.At, NextAttemptAt = context.At };
    }

    private static int RankOf(OutboxKind kind) => kind is OutboxKind.VerifyResult or OutboxKind.RecountDeadlines ? 0 : 1;

    internal void Complete(OperationContext context)
    {
        DoneAt = context.At;
        Lease = null;
        LastError = null;
    }

    internal void Fail(string error, OperationContext context)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(Attempts, 10)));
        NextAttemptAt = context.At + (pause < LongestPause ? pause : LongestPause);
        Lease = null;
        LastError = error.Length <= 1000 ? error : error[..1000];
    }

    internal void PushAgain(OperationContext context)
    {
        if (DoneAt is null && Lease is null)
        {
            NextAttemptAt = context.At;
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<OutboxMessage>
    {
        public void Configure(EntityTypeBuilder<OutboxMessage> builder)
        {
            builder.ToTable("OutboxMessages");
            builder.Property(row => row.LastError).HasMaxLength(1000);
            builder.HasIndex(row => new { row.DoneAt, row.Rank, row.NextAttemptAt });
        }
    }
}

using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Albums;

/// <summary>How one sheet of a batch stands.</summary>
public enum SealBatchItemStatus
{
    /// <summary>等待用印.</summary>
    Waiting,

    /// <summary>已用印.</summary>
    Done,

    /// <summary>没有成功: waits for a person.</summary>
    Failed,
}

/// <summary>Why a sheet was not sealed.</summary>
/// <param name="Code">A code of Refusals.resx.</param>
/// <param name="Detail">The signing library's own reason, where there is one.</param>
public sealed record SheetFailure(string Code, string? Detail = null)
{
    /// <summary>The sentence of this failure.</summary>
    public string Say(CultureInfo culture) =>
        Detail is null ? Refusals.Say(Code, culture) : Refusals.Say(Code, culture, new Results.SigningReason(Detail));
}

/// <summary>One file that a confirmation covers.</summary>
public sealed class SealBatchItem : IAggregate
{
    private static readonly string[] Passing = ["timestamp-unavailable", "examination-busy", "sheet-not-sealed"];
    private const int MostAttempts = 4;

    private SealBatchItem()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The confirmation.</summary>
    public Guid BatchId { get; private init; }

    /// <summary>The sheet.</summary>
    public Guid SheetId { get; private init; }

    /// <summary>Its place: sheets by the list, the list itself last.</summary>
    public int Position { get; private init; }

    /// <summary>SHA-256 of the file that was confirmed; no other is sealed.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>How it stands.</summary>
    public SealBatchItemStatus Status { get; private set; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public SheetFailure? Failure { get; private set; }

    internal static SealBatchItem Of(SealBatch batch, Sheet sheet, int position, OperationContext context) => new()
    {
        Id = context.NewId(),
        BatchId = batch.Id,
        SheetId = sheet.Id,
        Position = position,
        Sha256 = sheet.CurrentSha256,
        NextAttemptAt = context.At,
    };

    internal void Done()
    {
        Attempts++;
        Status = SealBatchItemStatus.Done;
        Failure = null;
    }

    /// <summary>What may pass by itself is tried again after a pause; everything else waits for a person.</summary>
    internal void Fail(SheetFailure failure, OperationContext context)
    {
        Attempts++;
        Failure = failure;
        if (Passing.Contains(failure.Code) && Attempts < MostAttempts)
        {
            NextAttemptAt = context.At + TimeSpan.FromSeconds(Math.Pow(2, Attempts));
            return;
        }

        Status = SealBatchItemStatus.Failed;
    }

    internal void TryAgain(OperationContext context)
    {
        Status = SealBatchItemStatus.Waiting;
        Attempts = 0;
        NextAttemptAt = context.At;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SealBatchItem>
    {
        public void Configure(EntityTypeBuilder<SealBatchItem> builder)
        {
            builder.ToTable("SealBatchItems");
            builder.Property(row => row.Sha256).HasMaxLength(64).IsFixedLength();
            builder.Property(row => row.Failure).HasJson();
            builder.HasIndex(row => new { row.BatchId, row.Status, row.Position });
            builder.HasIndex(row => row.SheetId);
            builder.HasOne<SealBatch>().WithMany().HasForeignKey(row => row.BatchId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Sheet>().WithMany().HasForeignKey(row => row.SheetId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

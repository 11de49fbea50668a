using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Ledger;

/// <summary>What an entry is about.</summary>
internal readonly record struct Subject(
    Guid? ProjectId = null, Guid? CaseId = null, Guid? TaskOrderId = null, Guid? ResultId = null, Guid? SealId = null,
    Guid? ProcurementId = null, Guid? AgencyId = null);

/// <summary>One line of the append-only ledger: who did what, when, about what. Timelines, inboxes and triggers read it.</summary>
public sealed class LedgerEntry
{
    /// <summary>Identity; sorts by time.</summary>
    public Guid Id { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>Orders the entries of one instant.</summary>
    public int Sequence { get; internal init; }

    /// <summary>What.</summary>
    public LedgerKind Kind { get; internal init; }

    /// <summary>Who.</summary>
    public Guid ActorId { get; internal init; }

    /// <summary>The person's name then.</summary>
    public string ActorName { get; internal set; } = "";

    /// <summary>For which organisation.</summary>
    public Guid? OrganisationId { get; internal init; }

    /// <summary>The organisation's name then.</summary>
    public string? OrganisationName { get; internal init; }

    /// <summary>About which project.</summary>
    public Guid? ProjectId { get; internal init; }

    /// <summary>About which case.</summary>
    public Guid? CaseId { get; internal init; }

    /// <summary>About which task order.</summary>
    public Guid? TaskOrderId { get; internal init; }

    /// <summary>About which result.</summary>
    public Guid? ResultId { get; internal init; }

    /// <summary>About which seal.</summary>
    public Guid? SealId { get; internal init; }

    /// <summary>About which procurement.</summary>
    public Guid? ProcurementId { get; internal init; }

    /// <summary>About which agency and its admission.</summary>
    public Guid? AgencyId { get; internal init; }

    /// <summary>Values for the sentence.</summary>
    public IReadOnlyList<string> Args { get; internal init; } = [];

    internal sealed class Mapping : IEntityTypeConfiguration<LedgerEntry>
    {
        public void Configure(EntityTypeBuilder<LedgerEntry> builder)
        {
            builder.ToTable("LedgerEntries");
            builder.Property(row => row.ActorName).HasMaxLength(100);
            builder.Property(row => row.OrganisationName).HasMaxLength(200);
            builder.Property(row => row.Args).HasJson();
            builder.HasIndex(row => new { row.CaseId, row.At });
            builder.HasIndex(row => new { row.TaskOrderId, row.At });
            builder.HasIndex(row => new { row.SealId, row.At });
            builder.HasIndex(row => new { row.ProcurementId, row.At });
            builder.HasIndex(row => new { row.AgencyId, row.At });
        }
    }
}

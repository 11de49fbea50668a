using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Delivery;

/// <summary>A message for an organisation (收件).</summary>
public sealed class InboxItem : IAggregate
{
    private InboxItem()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>For whom.</summary>
    public Guid OrganisationId { get; private set; }

    /// <summary>What happened.</summary>
    public LedgerKind Kind { get; private init; }

    /// <summary>About which case.</summary>
    public Guid? CaseId { get; private init; }

    /// <summary>About which task order.</summary>
    public Guid? TaskOrderId { get; private init; }

    /// <summary>About which result.</summary>
    public Guid? ResultId { get; private init; }

    /// <summary>About which seal.</summary>
    public Guid? SealId { get; private init; }

    /// <summary>About which procurement.</summary>
    public Guid? ProcurementId { get; private init; }

    /// <summary>About which agency and its admission.</summary>
    public Guid? AgencyId { get; private init; }

    /// <summary>Values for the sentence.</summary>
    public IReadOnlyList<string> Args { get; private init; } = [];

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>When someone of the organisation opened it.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    internal static InboxItem For(Guid organisation, LedgerEntry entry, OperationContext context) => new()
    {
        Id = context.NewId(),
        OrganisationId = organisation,
        Kind = entry.Kind,
        CaseId = entry.CaseId,
        TaskOrderId = entry.TaskOrderId,
        ResultId = entry.ResultId,
        SealId = entry.SealId,
        ProcurementId = entry.ProcurementId,
        AgencyId = entry.AgencyId,
        Args = entry.Args,
        At = entry.At,
    };

    /// <summary>承继: what was not read is the successor's to read.</summary>
    internal void PassTo(Guid organisation) => OrganisationId = organisation;

    internal void Read(OperationContext context) => ReadAt ??= context.At;

    internal sealed class Mapping : IEntityTypeConfiguration<InboxItem>
    {
        public void Configure(EntityTypeBuilder<InboxItem> builder)
        {
            builder.ToTable("InboxItems");
            builder.Property(row => row.Args).HasJson();
            builder.HasIndex(row => new { row.OrganisationId, row.At });
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

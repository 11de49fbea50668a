using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Feed;

/// <summary>Something that happened, told to one organisation's systems (事件). It is written in the transaction that
/// caused it and gets its position afterwards, so that no reader can pass a place that a slow transaction fills later.</summary>
public sealed class FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>The database's own count: what began after another had been committed has a higher one.</summary>
    public long Serial { get; private init; }

    /// <summary>Identity, the same in the feed and in every webhook.</summary>
    public Guid Id { get; private init; }

    /// <summary>Whose feed.</summary>
    public Guid OrganisationId { get; private init; }

    /// <summary>The place in the organisation's feed: 1, 2, 3 and so on without a gap. None until it is placed.</summary>
    public long? Position { get; private set; }

    /// <summary>What happened, as <c>task.dispatched</c>.</summary>
    public string Type { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private init; }

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

    /// <summary>The business number, such as a task order's, by which people name it.</summary>
    public string? Number { get; private init; }

    /// <summary>The case's number in the department's own approval system, entered when the event is placed.</summary>
    public string? ExternalNumber { get; private set; }

    internal static FeedEvent For(Guid organisation, LedgerEntry entry, OperationContext context) => new()
    {
        Id = context.NewId(),
        OrganisationId = organisation,
        Type = EventTypes.Of(entry.Kind),
        At = entry.At,
        CaseId = entry.CaseId,
        TaskOrderId = entry.TaskOrderId,
        ResultId = entry.ResultId,
        SealId = entry.SealId,
        ProcurementId = entry.ProcurementId,
        Number = entry.Args is [{ Length: <= MaximumNumberLength } number, ..] ? number : null,
    };

    internal void PlaceAt(long position, string? externalNumber)
    {
        Position = position;
        ExternalNumber = externalNumber;
    }

    private const int MaximumNumberLength = 60;

    internal sealed class Mapping : IEntityTypeConfiguration<FeedEvent>
    {
        public void Configure(EntityTypeBuilder<FeedEvent> builder)
        {
            builder.ToTable("FeedEvents");
            builder.HasKey(row => row.Serial);
            builder.Property(row => row.Serial).ValueGeneratedOnAdd();
            builder.HasIndex(row => row.Id).IsUnique();
            builder.Property(row => row.Type).HasMaxLength(60);
            builder.Property(row => row.Number).HasMaxLength(MaximumNumberLength);
            builder.Property(row => row.ExternalNumber).HasMaxLength(MaximumNumberLength);

            // The last guard: a position is given once, whatever the sequencers believe.
            builder.HasIndex(row => new { row.OrganisationId, row.Position }).IsUnique();
            builder.HasIndex(row => new { row.Position, row.Serial });
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>How far an organisation's feed has come.</summary>
internal sealed class FeedStream
{
    /// <summary>Whose feed.</summary>
    public Guid OrganisationId { get; init; }

    /// <summary>The last position given.</summary>
    public long LastPosition { get; set; }

    internal sealed class Mapping : IEntityTypeConfiguration<FeedStream>
    {
        public void Configure(EntityTypeBuilder<FeedStream> builder)
        {
            builder.ToTable("FeedStreams");
            builder.HasKey(row => row.OrganisationId);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

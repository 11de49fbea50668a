using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Albums;

/// <summary>Where seals stand on the sheets of an album: the middle of the unit's seal, in millimetres from the lower right
/// corner of the sheet as displayed, which is where drawings have their title block (图签). Practitioners' seals stand to
/// its left.</summary>
public sealed record TitleBlock(double FromRight, double FromBottom)
{
    /// <summary>Inside a title block of the usual size, beside the sheet's frame.</summary>
    public static TitleBlock Usual { get; } = new(45, 45);

    internal static TitleBlock Checked(double fromRight, double fromBottom) =>
        fromRight is >= 20 and <= 600 && fromBottom is >= 20 and <= 600
            ? new TitleBlock(fromRight, fromBottom)
            : throw new RuleViolationException("title-block-outside", 20, 600);
}

/// <summary>A set of drawings handed in as one result (图册): the list of its sheets and their files. While it belongs to no
/// result it is being put together; after that it never changes.</summary>
public sealed class Album : IAggregate
{
    /// <summary>As many files as one album may hold.</summary>
    public const int MostSheets = 800;

    private Album()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The task order for which it is made.</summary>
    public Guid TaskOrderId { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The version that it revises; its sheets that are not replaced keep their seals.</summary>
    public Guid? RevisesResultId { get; private init; }

    /// <summary>The result it was handed in as; none while it is being put together.</summary>
    public Guid? ResultId { get; private set; }

    /// <summary>Where the seals stand.</summary>
    public TitleBlock TitleBlock { get; private set; } = TitleBlock.Usual;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartedAt { get; private init; }

    /// <summary>Whether its list can still be changed.</summary>
    public bool IsOpen => ResultId is null;

    internal static Album Start(TaskOrder order, Result? revised, TitleBlock? block, OperationContext context) => new()
    {
        Id = context.NewId(),
        TaskOrderId = order.Id,
        AgencyId = context.Actor.Organisation,
        RevisesResultId = revised?.Id,
        TitleBlock = block ?? TitleBlock.Usual,
        StartedAt = context.At,
    };

    /// <summary>Refuses when the album has been handed in: its list is fixed from then on.</summary>
    internal Album RequireOpen() => IsOpen ? this : throw new RuleViolationException("album-closed");

    internal void Place(TitleBlock block) => RequireOpen().TitleBlock = block;

    internal void HandIn(Result result) => RequireOpen().ResultId = result.Id;

    internal sealed class Mapping : IEntityTypeConfiguration<Album>
    {
        public void Configure(EntityTypeBuilder<Album> builder)
        {
            builder.ToTable("Albums");
            builder.Property(row => row.TitleBlock).HasJson();
            builder.Ignore(row => row.IsOpen);
            builder.HasIndex(row => new { row.TaskOrderId, row.ResultId });
            builder.HasIndex(row => row.ResultId);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

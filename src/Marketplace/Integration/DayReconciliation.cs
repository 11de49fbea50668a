using System.Text.Json;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Integration;

/// <summary>The reconciliation of one day with one department's system: what the system said it has, and the sealed sheet (对账单) that was
/// issued about it.</summary>
public sealed class DayReconciliation : IAggregate
{
    private DayReconciliation()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whose system.</summary>
    public Guid DepartmentId { get; private init; }

    /// <summary>The department's name then.</summary>
    public string DepartmentName { get; private init; } = "";

    /// <summary>The day.</summary>
    public DateOnly Day { get; private init; }

    /// <summary>What its system said it has; none when it said nothing.</summary>
    public DayThere? There { get; private set; }

    /// <summary>What was compared when the sheet was issued; none before.</summary>
    public DaySheet? Sheet { get; private set; }

    /// <summary>The sealed sheet.</summary>
    public Guid? NoticeId { get; private set; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>How many differences it names.</summary>
    public int Differences { get; private set; }

    internal static DayReconciliation Of(Organisation department, DateOnly day, OperationContext context) => new()
    {
        Id = context.NewId(),
        DepartmentId = department.Id,
        DepartmentName = department.Name,
        Day = day,
    };

    internal void Declare(DayThere there) => There = there;

    /// <summary>Whether the sheet that is out says the same.</summary>
    internal bool Says(DaySheet sheet) => Sheet is not null && JsonSerializer.Serialize(Sheet) == JsonSerializer.Serialize(sheet);

    internal void Issue(DaySheet sheet, OfficialNotice notice, OperationContext context) =>
        (Sheet, NoticeId, IssuedAt, Differences) = (sheet, notice.Id, context.At, sheet.Differences.Count);

    internal sealed class Mapping : IEntityTypeConfiguration<DayReconciliation>
    {
        public void Configure(EntityTypeBuilder<DayReconciliation> builder)
        {
            builder.ToTable("DayReconciliations");
            builder.Property(row => row.DepartmentName).HasMaxLength(200);
            builder.Property(row => row.There).HasJson();
            builder.Property(row => row.Sheet).HasJson();
            builder.HasIndex(row => new { row.DepartmentId, row.Day }).IsUnique();
            builder.HasIndex(row => row.Day);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<OfficialNotice>().WithMany().HasForeignKey(row => row.NoticeId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

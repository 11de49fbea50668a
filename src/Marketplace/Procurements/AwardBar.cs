using Market.Marketplace.Agencies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Procurements;

/// <summary>An agency that gave an award up takes part in nothing for a while, and loses credit (放弃中选).</summary>
public sealed class AwardBar
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>What it gave up.</summary>
    public Guid ProcurementId { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>The first instant at which it may take part again.</summary>
    public DateTimeOffset Until { get; internal init; }

    /// <summary>Credit points lost.</summary>
    public int Points { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<AwardBar>
    {
        public void Configure(EntityTypeBuilder<AwardBar> builder)
        {
            builder.ToTable("AwardBars");
            builder.HasIndex(row => new { row.AgencyId, row.Until });
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

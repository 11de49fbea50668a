using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Selection;

public sealed partial class Draw
{
    internal sealed class Mapping : IEntityTypeConfiguration<Draw>
    {
        public void Configure(EntityTypeBuilder<Draw> builder)
        {
            builder.ToTable("Draws");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.Title).HasMaxLength(300);
            builder.Property(row => row.Plan).HasJson();
            builder.Property(row => row.Contributions).HasJson();
            builder.Property(row => row.Pool).HasJson();
            builder.Property(row => row.Parts).HasJson();
            builder.Property(row => row.Picks).HasJson();
            builder.Property(row => row.PoolHash).HasMaxLength(64);
            builder.Property(row => row.Seed).HasMaxLength(64);
            builder.Property(row => row.ProtectedSecret).HasMaxLength(1000);

            // One draw per list: a second one on the same list cannot even be stored.
            builder.HasIndex(row => new { row.ProcurementId, row.PoolHash }).IsUnique();
            builder.HasIndex(row => new { row.Status, row.FinishedAt });
            builder.HasOne<Procurement>().WithMany().HasForeignKey(row => row.ProcurementId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

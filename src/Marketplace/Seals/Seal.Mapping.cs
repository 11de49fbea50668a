using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Seals;

public sealed partial class Seal
{
    internal sealed class Mapping : IEntityTypeConfiguration<Seal>
    {
        public void Configure(EntityTypeBuilder<Seal> builder)
        {
            builder.ToTable("Seals");
            builder.Property(row => row.RegistrationTitle).HasMaxLength(100);
            builder.Property(row => row.Text).HasMaxLength(200);
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => new { row.Number, row.Edition }).IsUnique();
            builder.Property(row => row.KeyReference).HasMaxLength(100);
            builder.Property(row => row.SuspensionReason).HasMaxLength(1000);
            builder.Property(row => row.LossReportedBy).HasMaxLength(100);
            builder.Property(row => row.LossReason).HasMaxLength(1000);
            builder.Property(row => row.Appearance).HasJson();
            builder.Ignore(row => row.UsableTo);
            builder.HasIndex(row => row.AgencyId);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany(row => row.Keepings).WithOne().HasForeignKey(keeping => keeping.SealId);
            builder.Navigation(row => row.Keepings).AutoInclude();
        }
    }
}

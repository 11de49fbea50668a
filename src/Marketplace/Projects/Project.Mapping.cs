using Market.Marketplace.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Projects;

public sealed partial class Project
{
    internal sealed class Mapping : IEntityTypeConfiguration<Project>
    {
        public void Configure(EntityTypeBuilder<Project> builder)
        {
            builder.ToTable("Projects");
            builder.Property(row => row.Code).HasMaxLength(24);
            builder.HasIndex(row => row.Code).IsUnique();
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.OwnerName).HasMaxLength(200);
            builder.Property(row => row.RegionCode).HasMaxLength(6);
            builder.Property(row => row.DesignAgencyCode).HasMaxLength(18);
            builder.HasIndex(row => row.OwnerId);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

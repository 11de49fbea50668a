using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Agencies;

public sealed partial class Agency
{
    internal sealed class Mapping : IEntityTypeConfiguration<Agency>
    {
        public void Configure(EntityTypeBuilder<Agency> builder)
        {
            builder.ToTable("Agencies");
            builder.Property(row => row.Id).ValueGeneratedNever();
            builder.Property(row => row.CreditCode).HasMaxLength(18);
            builder.HasIndex(row => row.CreditCode).IsUnique();
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.HasIndex(row => row.Name);
            builder.Property(row => row.RegionCode).HasMaxLength(6);
            builder.Property(row => row.ContactName).HasMaxLength(100);
            builder.Property(row => row.ContactPhone).HasMaxLength(40);
            builder.Property(row => row.RelatedOrganisationCodes).HasJson();
            builder.HasMany(row => row.Qualifications).WithOne().HasForeignKey(row => row.AgencyId);
            builder.HasMany(row => row.Practitioners).WithOne().HasForeignKey(row => row.AgencyId);
        }
    }
}

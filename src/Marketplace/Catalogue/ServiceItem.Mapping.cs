using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Catalogue;

public sealed partial class ServiceItem
{
    internal sealed class Mapping : IEntityTypeConfiguration<ServiceItem>
    {
        public void Configure(EntityTypeBuilder<ServiceItem> builder)
        {
            builder.ToTable("ServiceItems");
            builder.Property(row => row.Code).HasMaxLength(20);
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.Terms).HasJson();
            builder.HasIndex(row => new { row.Code, row.Edition }).IsUnique();
        }
    }
}

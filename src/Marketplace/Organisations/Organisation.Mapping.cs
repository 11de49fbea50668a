using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Organisations;

public sealed partial class Organisation
{
    internal sealed class Mapping : IEntityTypeConfiguration<Organisation>
    {
        public void Configure(EntityTypeBuilder<Organisation> builder)
        {
            builder.ToTable("Organisations");
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.CreditCode).HasMaxLength(18);
            builder.HasIndex(row => row.CreditCode).IsUnique();
            builder.Property(row => row.ApprovalItems).HasJson();
        }
    }
}

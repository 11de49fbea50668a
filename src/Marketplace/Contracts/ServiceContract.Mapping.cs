using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Contracts;

public sealed partial class ServiceContract
{
    internal sealed class Mapping : IEntityTypeConfiguration<ServiceContract>
    {
        public void Configure(EntityTypeBuilder<ServiceContract> builder)
        {
            builder.ToTable("ServiceContracts");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.ProcurementNumber).HasMaxLength(40);
            builder.Property(row => row.ProjectName).HasMaxLength(200);
            builder.Property(row => row.ServiceItemName).HasMaxLength(200);
            builder.Property(row => row.Terms).HasJson();
            builder.Property(row => row.Sides).HasJson();
            builder.Property(row => row.ServiceDeadline).HasJson();
            builder.Property(row => row.ReturnReason).HasMaxLength(1000);
            builder.Property(row => row.Sha256).HasMaxLength(64);
            builder.Property(row => row.FilingNumber).HasMaxLength(40);
            builder.HasIndex(row => row.FilingNumber).IsUnique();
            builder.Ignore(row => row.IsLate);

            // Two standing contracts of one award cannot be stored: a lapsed one makes room for the next winner's.
            builder.HasIndex(row => new { row.ProcurementId, row.AgencyId }).IsUnique();
            builder.HasIndex(row => row.OwnerId);
            builder.HasIndex(row => row.AgencyId);
            builder.HasOne<Procurement>().WithMany().HasForeignKey(row => row.ProcurementId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Admissions;

public sealed partial class Admission
{
    internal sealed class Mapping : IEntityTypeConfiguration<Admission>
    {
        public void Configure(EntityTypeBuilder<Admission> builder)
        {
            builder.ToTable("Admissions");
            builder.Property(row => row.CreditCode).HasMaxLength(18);
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.Dossier).HasJson();
            builder.Property(row => row.InForce).HasJson();
            builder.Property(row => row.PublicityDeadline).HasJson();
            builder.Property(row => row.PleaDeadline).HasJson();
            builder.Property(row => row.StatedReason).HasMaxLength(1000);
            builder.Property(row => row.Plea).HasMaxLength(4000);
            builder.Property(row => row.DecisionNumber).HasMaxLength(40);
            builder.HasIndex(row => row.Status);
            builder.HasMany(row => row.Submissions).WithOne().HasForeignKey(row => row.AdmissionId);
            builder.HasOne<Organisation>().WithOne().HasForeignKey<Admission>(row => row.Id).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

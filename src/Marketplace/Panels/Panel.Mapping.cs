using Market.Marketplace.Agencies;
using Market.Marketplace.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Panels;

public sealed partial class Panel
{
    internal sealed class Mapping : IEntityTypeConfiguration<Panel>, IEntityTypeConfiguration<PanelMember>
    {
        public void Configure(EntityTypeBuilder<Panel> builder)
        {
            builder.ToTable("Panels");
            builder.Property(row => row.ServiceItemCode).HasMaxLength(20);
            builder.Property(row => row.Name).HasMaxLength(200);
            builder.Property(row => row.FrameworkAgreementNumber).HasMaxLength(100);
            builder.Property(row => row.Commitment).HasMaxLength(64);
            builder.HasIndex(row => new { row.DepartmentId, row.ServiceItemCode });
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
            builder.Ignore(row => row.Members);
            builder.HasMany<PanelMember>("_members").WithOne().HasForeignKey(member => member.PanelId);
            builder.Navigation("_members").AutoInclude();
        }

        public void Configure(EntityTypeBuilder<PanelMember> builder)
        {
            builder.ToTable("PanelMembers");
            builder.HasKey(row => new { row.PanelId, row.AgencyId });
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

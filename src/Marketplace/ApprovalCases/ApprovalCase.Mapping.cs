using Market.Marketplace.Documents;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.ApprovalCases;

public sealed partial class ApprovalCase
{
    internal sealed class Mapping : IEntityTypeConfiguration<ApprovalCase>, IEntityTypeConfiguration<CaseMaterial>
    {
        public void Configure(EntityTypeBuilder<ApprovalCase> builder)
        {
            builder.ToTable("ApprovalCases");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.ApprovalItem).HasMaxLength(100);
            builder.Property(row => row.AnsweredBy).HasMaxLength(100);
            builder.Property(row => row.RefusalReason).HasMaxLength(2000);
            builder.Property(row => row.Elements).HasJson();
            builder.Property(row => row.ClockTerms).HasJson();
            builder.Property(row => row.Deadline).HasJson();
            builder.Property(row => row.LastRung).HasJson();
            builder.Property(row => row.SpecialProcedures).HasJson().HasDefaultValueSql("'[]'");
            builder.Property(row => row.Timers).HasJson().HasDefaultValueSql("'[]'");
            builder.Property(row => row.CorrectionRequest).HasMaxLength(2000);
            builder.Property(row => row.Decision).HasJson();
            builder.Property(row => row.WithdrawalReason).HasMaxLength(2000);
            builder.Ignore(row => row.Clock);
            builder.Ignore(row => row.IsOpen);
            builder.HasIndex(row => row.NextSweepAt);
            builder.HasIndex(row => new { row.OwnerId, row.StartedAt });
            builder.HasIndex(row => new { row.DepartmentId, row.Status });
            builder.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
            builder.HasMany(row => row.Materials).WithOne().HasForeignKey(material => material.CaseId);
            builder.Navigation(row => row.Materials).AutoInclude();
        }

        public void Configure(EntityTypeBuilder<CaseMaterial> builder)
        {
            builder.ToTable("CaseMaterials");
            builder.HasKey(row => new { row.CaseId, row.Slot });
            builder.Property(row => row.Slot).HasMaxLength(40);
            builder.HasIndex(row => row.FileId);
            builder.HasIndex(row => row.ArtifactId);
            builder.HasOne<Artifact>().WithMany().HasForeignKey(row => row.ArtifactId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

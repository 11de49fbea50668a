using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Results;

public sealed partial class Result
{
    internal sealed class Mapping : IEntityTypeConfiguration<Result>
    {
        public void Configure(EntityTypeBuilder<Result> builder)
        {
            builder.ToTable("Results");
            builder.Property(row => row.PublicId).HasMaxLength(26);
            builder.HasIndex(row => row.PublicId).IsUnique();
            builder.Property(row => row.AccessCode).HasMaxLength(16);
            builder.HasIndex(row => new { row.TaskOrderId, row.Number }).IsUnique();
            builder.HasIndex(row => new { row.AgencyId, row.Status });
            builder.HasIndex(row => new { row.DepartmentId, row.Status });
            builder.HasIndex(row => row.SealedFileId);
            builder.HasIndex(row => row.OriginalFileId);
            builder.HasIndex(row => row.AlbumId);
            builder.HasIndex(row => row.PreparedFileId);
            builder.Property(row => row.ReportNumber).HasMaxLength(100);
            builder.Property(row => row.Conclusion).HasMaxLength(2000);
            builder.Property(row => row.SubmittedBy).HasMaxLength(100);
            builder.Property(row => row.DecidedBy).HasMaxLength(100);
            builder.Property(row => row.Opinion).HasMaxLength(2000);
            builder.Property(row => row.Precheck).HasJson();
            builder.Property(row => row.Steps).HasJson();
            builder.Property(row => row.Verification).HasJson();
            builder.Property(row => row.Later).HasJson();
            builder.HasIndex(row => new { row.Status, row.ReverifiedAt });
            builder.Property(row => row.Defects).HasJson();
            builder.Property(row => row.ElementsText).HasLongText();
            builder.Ignore(row => row.CurrentFileId);
            builder.Ignore(row => row.NextStep);
            builder.Ignore(row => row.IsPublic);
            builder.Ignore(row => row.IsForOwnSeals);
            builder.HasOne<TaskOrder>().WithMany().HasForeignKey(row => row.TaskOrderId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.OriginalFileId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.SealedFileId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.PreparedFileId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Album>().WithMany().HasForeignKey(row => row.AlbumId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

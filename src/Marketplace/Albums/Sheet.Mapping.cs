using Market.Marketplace.Documents;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Albums;

public sealed partial class Sheet
{
    internal sealed class Mapping : IEntityTypeConfiguration<Sheet>
    {
        public void Configure(EntityTypeBuilder<Sheet> builder)
        {
            builder.ToTable("Sheets");
            builder.Property(row => row.Number).HasMaxLength(SheetName.LongestNumber);
            builder.Property(row => row.Title).HasMaxLength(SheetName.LongestTitle);
            builder.Property(row => row.Revision).HasMaxLength(SheetName.LongestRevision);
            builder.Property(row => row.FileName).HasMaxLength(260);
            builder.Property(row => row.Sha256).HasMaxLength(64).IsFixedLength();
            builder.Property(row => row.SealedSha256).HasMaxLength(64).IsFixedLength();
            builder.Property(row => row.Precheck).HasJson();
            builder.Property(row => row.Verification).HasJson();
            builder.Ignore(row => row.CurrentSha256);
            builder.Ignore(row => row.CurrentFileId);
            builder.HasIndex(row => new { row.AlbumId, row.Position });
            builder.HasIndex(row => row.SealedFileId);
            builder.HasIndex(row => row.FileId);
            builder.HasOne<Album>().WithMany().HasForeignKey(row => row.AlbumId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.FileId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<StoredFile>().WithMany().HasForeignKey(row => row.SealedFileId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

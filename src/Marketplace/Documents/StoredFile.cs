using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Documents;

/// <summary>A file in the blob store. Its bytes never change; a new revision is a new file.</summary>
public sealed class StoredFile : IAggregate
{
    private StoredFile()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits; the blob's address.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>Size in bytes.</summary>
    public long Size { get; private init; }

    /// <summary>Media type.</summary>
    public string MediaType { get; private init; } = "";

    /// <summary>File name as handed in.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whose it is.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>Who stored it.</summary>
    public Guid UploadedBy { get; private init; }

    /// <summary>When.</summary>
    public DateTimeOffset UploadedAt { get; private init; }

    /// <summary>When its content was erased, the purpose being served; the row and the digest stay as proof that it was there.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>Whether the bytes of an erased file are gone.</summary>
    public bool IsDropped { get; private set; }

    internal void Erase(OperationContext context)
    {
        ErasedAt ??= context.At;
        Name = "";
    }

    internal void Drop() => IsDropped = true;

    internal static StoredFile Store(string name, string mediaType, string sha256, long size, OperationContext context) => new()
    {
        Id = context.NewId(),
        Name = Path.GetFileName(name.Trim()),
        MediaType = mediaType,
        Sha256 = sha256,
        Size = size,
        OwnerId = context.Actor.Organisation,
        UploadedBy = context.Actor.UserId,
        UploadedAt = context.At,
    };

    /// <summary>A file that the program makes for a person, such as a sealed sheet.</summary>
    internal static StoredFile StoreFor(Guid ownerId, Guid userId, string name, string mediaType, StoredBlob blob, OperationContext context) => new()
    {
        Id = context.NewId(),
        Name = name,
        MediaType = mediaType,
        Sha256 = blob.Sha256,
        Size = blob.Size,
        OwnerId = ownerId,
        UploadedBy = userId,
        UploadedAt = context.At,
    };

    internal sealed class Mapping : IEntityTypeConfiguration<StoredFile>
    {
        public void Configure(EntityTypeBuilder<StoredFile> builder)
        {
            builder.ToTable("StoredFiles");
            builder.Property(row => row.Sha256).HasMaxLength(64).IsFixedLength();
            builder.Property(row => row.MediaType).HasMaxLength(100);
            builder.Property(row => row.Name).HasMaxLength(260);
            builder.HasIndex(row => row.Sha256);
            builder.HasIndex(row => row.OwnerId);
            builder.HasIndex(row => row.ErasedAt);
        }
    }
}

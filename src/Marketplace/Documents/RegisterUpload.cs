using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Documents;

/// <summary>Enters a blob that has been stored completely as a file of the actor's organisation.</summary>
public sealed class RegisterUpload(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.UploadFiles;

    /// <summary>Returns the file's id.</summary>
    public Task<Guid> ExecuteAsync(string name, string mediaType, string sha256, long size)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new RuleViolationException("name-missing");
        }

        if (blobs.SizeOf(sha256) != size || size == 0)
        {
            throw new RuleViolationException("upload-incomplete", name);
        }

        var file = StoredFile.Store(name, mediaType, sha256, size, context);
        db.Add(file);
        return Task.FromResult(file.Id);
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>Opens the registered picture of a seal, for those who may see the seal.</summary>
public sealed class GetSealPicture(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>The PNG; the caller disposes it. A drawn seal has none.</summary>
    public async Task<Stream> ExecuteAsync(Guid sealId)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        return seal.Appearance.PictureSha256 is { } sha256 ? blobs.OpenRead(sha256) : throw new NotFoundException(nameof(SealAppearance));
    }
}

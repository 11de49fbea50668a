using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integrity;

/// <summary>A row that needs a blob.</summary>
/// <param name="Table">The table.</param>
/// <param name="Id">The row.</param>
/// <param name="Sha256">The blob's address.</param>
/// <param name="Size">The size that the row names, if it names one.</param>
internal sealed record BlobReference(string Table, Guid Id, string Sha256, long? Size = null);

/// <summary>Every place of the database from which a blob is needed: what is not named here is collected as garbage.
/// A test holds the list against the model, so that a new column with a digest cannot be forgotten.</summary>
internal static class BlobReferences
{
    /// <summary>Columns whose digest is the address of a blob that the row needs.</summary>
    public static readonly IReadOnlySet<string> Columns = new HashSet<string>(StringComparer.Ordinal)
    {
        "StoredFile.Sha256", "ServiceContract.Sha256", "OfficialNotice.Sha256", "Seal.Appearance",
    };

    /// <summary>Columns with a digest that need no blob of their own: a copy of a stored file's, or of something else.</summary>
    public static readonly IReadOnlySet<string> Others = new HashSet<string>(StringComparer.Ordinal)
    {
        "Sheet.Sha256", "Sheet.SealedSha256", "SealBatch.ListSha256", "SealBatchItem.Sha256", "SealUse.Sha256Before", "SealUse.Sha256After",
        "TrustAnchor.Sha256",
    };

    /// <summary>Reads them all.</summary>
    public static async IAsyncEnumerable<BlobReference> ReadAsync(MarketplaceDbContext db)
    {
        // An erased file has no bytes: the row and its digest stay as proof that it was there.
        await foreach (var row in db.StoredFiles.AsNoTracking().Where(row => row.ErasedAt == null)
            .Select(row => new { row.Id, row.Sha256, row.Size }).AsAsyncEnumerable())
        {
            yield return new BlobReference("StoredFiles", row.Id, row.Sha256, row.Size);
        }

        await foreach (var row in db.Contracts.AsNoTracking().Where(row => row.Sha256 != null)
            .Select(row => new { row.Id, row.Sha256, row.Size }).AsAsyncEnumerable())
        {
            yield return new BlobReference("Contracts", row.Id, row.Sha256!, row.Size);
        }

        await foreach (var row in db.OfficialNotices.AsNoTracking().Where(row => row.Sha256 != null)
            .Select(row => new { row.Id, row.Sha256, row.Size }).AsAsyncEnumerable())
        {
            yield return new BlobReference("OfficialNotices", row.Id, row.Sha256!, row.Size);
        }

        await foreach (var row in db.Seals.AsNoTracking().IgnoreAutoIncludes().Select(row => new { row.Id, row.Appearance }).AsAsyncEnumerable())
        {
            foreach (var sha256 in new[] { row.Appearance.PictureSha256, row.Appearance.ElectronicSealSha256 }.OfType<string>())
            {
                yield return new BlobReference("Seals", row.Id, sha256);
            }
        }
    }

    /// <summary>Whether any row needs the blob at this moment.</summary>
    public static async Task<bool> IsNeededAsync(MarketplaceDbContext db, string sha256, CancellationToken ct) =>
        await db.StoredFiles.AnyAsync(row => row.Sha256 == sha256 && row.ErasedAt == null, ct)
        || await db.Contracts.AnyAsync(row => row.Sha256 == sha256, ct)
        || await db.OfficialNotices.AnyAsync(row => row.Sha256 == sha256, ct)
        || (await db.Seals.AsNoTracking().IgnoreAutoIncludes().Select(row => row.Appearance).ToListAsync(ct))
            .Exists(look => look.PictureSha256 == sha256 || look.ElectronicSealSha256 == sha256);
}

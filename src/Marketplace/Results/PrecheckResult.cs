using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>Looks into an uploaded report before it is handed in: readable, not encrypted, with pages, not sealed yet.</summary>
public sealed class PrecheckResult(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>What was found; nothing is changed.</summary>
    public async Task<PrecheckReport> ExecuteAsync(Guid fileId)
    {
        var file = await db.StoredFilesFor(context.Actor).AsNoTracking()
            .Where(row => row.OwnerId == context.Actor.Organisation).FindOrThrowAsync(fileId, context.Cancellation);
        await using var pdf = blobs.OpenRead(file.Sha256);
        await using var handIn = await sealing.PrecheckAsync(pdf, context.Cancellation);
        return handIn.Report;
    }
}

using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>What a result package (成果存证包) is made of.</summary>
/// <param name="Check">The stored file, verified now.</param>
/// <param name="Then">The checks of the day of delivery.</param>
/// <param name="Files">The sealed file; of an album, its list, sheets and data.</param>
public sealed record ResultPack(
    ResultCheck Check, PublicResult Result, string TaskOrderNumber, FiveChecks Then, IReadOnlyList<TimelineEntry> History, IReadOnlyList<PackedFile> Files);

/// <summary>Gathers everything that proves an accepted result, for somebody who will check it without this platform. A result that was
/// corrected, withdrawn or voided later is packed too, and says so.</summary>
public sealed class PackResult(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.ReadFiles;

    /// <exception cref="NotFoundException">No such result for the actor, or none that was ever accepted.</exception>
    public async Task<ResultPack> ExecuteAsync(Guid id)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, ct);
        if (result.Status != ResultStatus.Accepted && result.Later is null)
        {
            throw new NotFoundException(nameof(Result));
        }

        var checkedNow = await new CheckResult(db, context, blobs, sealing).ExecuteAsync(id);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        return new ResultPack(
            checkedNow, checkedNow.Check.Result!, order.Number, result.Verification!,
            await db.LedgerEntries.Where(entry => entry.ResultId == id).ToTimelineAsync(ct),
            result.AlbumId is null
                ? [new PackedFile("result.pdf", checkedNow.Sha256, checkedNow.Size, result.SealedAt!.Value)]
                : (await new OpenAlbum(db, context).ExecuteAsync(id)).Files);
    }
}

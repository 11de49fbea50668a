using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>How the seals of an album are coming on.</summary>
/// <param name="ToSeal">How many files the next seal goes on, the list included.</param>
/// <param name="ListSha256">The digest of these files that a confirmation must name.</param>
/// <param name="Batch">The last confirmation.</param>
public sealed record AlbumSealing(int ToSeal, int CarriedOver, string ListSha256, SealBatchRow? Batch);

/// <summary>A confirmation with its progress.</summary>
/// <param name="IsMine">Whether the actor gave it.</param>
/// <param name="HasExpired">Whether nothing more is sealed under it.</param>
public sealed record SealBatchRow(
    Guid Id, int StepOrder, Guid SealId, string UserName, bool IsMine, int SheetCount, int Done, int Failed, SealBatchStatus Status, BatchStop? StoppedFor,
    DateTimeOffset ConfirmedAt, DateTimeOffset ExpiresAt, bool HasExpired);

/// <summary>Reads what a person must know before the one confirmation, and how the last one is coming on.</summary>
public sealed class GetAlbumSealing(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>The state of sealing.</summary>
    public async Task<AlbumSealing> ExecuteAsync(Guid resultId)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(resultId, ct);
        var list = await SealingList.OfAsync(result, db, ct);
        var carried = await db.Sheets.CountAsync(sheet => sheet.AlbumId == result.AlbumId && sheet.IsCarriedOver, ct);
        var batch = await db.SealBatches.AsNoTracking().Where(row => row.ResultId == resultId).OrderByDescending(row => row.ConfirmedAt).FirstOrDefaultAsync(ct);
        return new AlbumSealing(list.Sheets.Count, carried, list.Sha256, batch is null ? null : await RowOfAsync(batch));
    }

    private async Task<SealBatchRow> RowOfAsync(SealBatch batch)
    {
        var counts = await db.SealBatchItems.Where(item => item.BatchId == batch.Id).GroupBy(item => item.Status)
            .Select(group => new { Status = group.Key, Count = group.Count() }).ToListAsync(context.Cancellation);
        int CountOf(SealBatchItemStatus status) => counts.SingleOrDefault(row => row.Status == status)?.Count ?? 0;
        return new SealBatchRow(
            batch.Id, batch.StepOrder, batch.SealId, batch.UserName, batch.UserId == context.Actor.UserId, batch.SheetCount,
            CountOf(SealBatchItemStatus.Done), CountOf(SealBatchItemStatus.Failed), batch.Status, batch.StoppedFor, batch.ConfirmedAt,
            batch.ExpiresAt, context.At >= batch.ExpiresAt);
    }
}

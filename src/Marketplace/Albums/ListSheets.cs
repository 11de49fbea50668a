using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Which sheets are wanted.</summary>
public enum SheetFilter
{
    /// <summary>全部.</summary>
    All,

    /// <summary>图纸.</summary>
    Drawings,

    /// <summary>数据文件.</summary>
    Data,

    /// <summary>需处理: the same number twice, a seal that failed, or a check that did not pass.</summary>
    Attention,
}

/// <summary>A sheet in a list.</summary>
/// <param name="SealsOn">How many steps of the seal scheme are on it.</param>
/// <param name="IsNumberTaken">Whether another drawing has the same number.</param>
/// <param name="Sealing">How it stands in the running batch of seals.</param>
/// <param name="Failure">Why its seal failed.</param>
public sealed record SheetRow(
    Guid Id, long Version, int Position, SheetKind Kind, SheetOrigin Origin, bool IsCarriedOver, string Number, string Title, string Revision,
    Guid FileId, string FileName, long Size, string Sha256, int PageCount, IReadOnlyList<PrecheckFinding> Precheck, int SealsOn,
    Verdict? Verdict, FiveChecks? Verification, bool IsNumberTaken, SealBatchItemStatus? Sealing, SheetFailure? Failure);

/// <summary>Lists the sheets of an album that the actor may see, without the list itself.</summary>
public sealed class ListSheets(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>Sheets in the order of the list; the search looks at number, title and file name.</summary>
    public async Task<PagedList<SheetRow>> ExecuteAsync(Guid albumId, PageRequest page, SheetFilter filter = SheetFilter.All)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var sheets = db.SheetsFor(context.Actor).AsNoTracking().Where(sheet => sheet.AlbumId == albumId && sheet.Kind != SheetKind.Manifest);
        var batch = await db.SealBatches.Where(row => row.AlbumId == albumId).OrderByDescending(row => row.ConfirmedAt)
            .Select(row => (Guid?)row.Id).FirstOrDefaultAsync(context.Cancellation);
        var items = db.SealBatchItems.Where(item => item.BatchId == batch);
        var found =
            from sheet in sheets
            where words == null || sheet.Number.Contains(words) || sheet.Title.Contains(words) || sheet.FileName.Contains(words)
            let taken = sheet.Kind == SheetKind.Drawing
                && sheets.Any(other => other.Id != sheet.Id && other.Kind == SheetKind.Drawing && other.Number == sheet.Number)
            select new { Sheet = sheet, Taken = taken, Item = items.FirstOrDefault(item => item.SheetId == sheet.Id) };
        found = filter switch
        {
            SheetFilter.All => found,
            SheetFilter.Drawings => found.Where(row => row.Sheet.Kind == SheetKind.Drawing),
            SheetFilter.Data => found.Where(row => row.Sheet.Kind == SheetKind.Data),
            SheetFilter.Attention => found.Where(row => row.Taken || row.Item!.Status == SealBatchItemStatus.Failed
                || (row.Sheet.Verdict != null && row.Sheet.Verdict != Verdict.Passed)),
        };
        var rows = await found.OrderBy(row => row.Sheet.Position).ThenBy(row => row.Sheet.Id).PageAsync(page, context.Cancellation);
        return rows.Select(row => new SheetRow(
            row.Sheet.Id, row.Sheet.Version, row.Sheet.Position, row.Sheet.Kind, row.Sheet.Origin, row.Sheet.IsCarriedOver, row.Sheet.Number,
            row.Sheet.Title, row.Sheet.Revision, row.Sheet.CurrentFileId, row.Sheet.FileName, row.Sheet.Size,
            row.Sheet.CurrentSha256, row.Sheet.PageCount, row.Sheet.Precheck,
            row.Sheet.SealsOn, row.Sheet.Verdict, row.Sheet.Verification, row.Taken, row.Item?.Status, row.Item?.Failure));
    }
}

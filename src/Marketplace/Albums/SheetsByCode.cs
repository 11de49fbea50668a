using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>A file of an album as the holder of its access code sees it.</summary>
/// <param name="Position">Place in the list; the list itself has 0.</param>
public sealed record TakenSheet(int Position, SheetKind Kind, string Number, string Title, string Revision, string FileName, long Size, string Sha256, Verdict? Verdict);

/// <summary>凭提取码查看图册: who holds the code of an album reads what is in it, without signing in.</summary>
public sealed class ListSheetsByCode(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <summary>Its files in the order of the list, the list itself first.</summary>
    /// <exception cref="NotFoundException">No such album, or not with this code.</exception>
    public async Task<PagedList<TakenSheet>> ExecuteAsync(string publicId, string code, PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows = await (await db.SheetsByCodeAsync(publicId, code, context.Cancellation)).Sheets
            .Where(sheet => words == null || sheet.Number.Contains(words) || sheet.Title.Contains(words) || sheet.FileName.Contains(words))
            .Join(db.StoredFiles, sheet => sheet.SealedFileId ?? sheet.FileId, file => file.Id, (sheet, file) => new { Sheet = sheet, file.Size })
            .OrderBy(row => row.Sheet.Position).ThenBy(row => row.Sheet.Id)
            .PageAsync(page, context.Cancellation);
        return rows.Select(row => new TakenSheet(
            row.Sheet.Position, row.Sheet.Kind, row.Sheet.Number, row.Sheet.Title, row.Sheet.Revision, row.Sheet.FileName, row.Size,
            row.Sheet.CurrentSha256, row.Sheet.Verdict));
    }
}

/// <summary>凭提取码提取图册中的一份文件. Each taking is logged.</summary>
public sealed class TakeSheetByCode(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <exception cref="NotFoundException">No such file, or not with this code.</exception>
    public async Task<OpenedFile> ExecuteAsync(string publicId, string code, int position)
    {
        var ct = context.Cancellation;
        var (result, sheets) = await db.SheetsByCodeAsync(publicId, code, ct);
        var sheet = await sheets.SingleOrDefaultAsync(row => row.Position == position, ct) ?? throw new NotFoundException(nameof(Sheet));
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == sheet.CurrentFileId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        new Journal(db, context).Record(
            LedgerKind.ResultTakenByCode, TriggeredDispatch.SubjectOf(order, result.Id), order.Number,
            $"{result.ReportNumber} {(sheet.Number.Length > 0 ? sheet.Number : sheet.FileName)}");
        return new OpenedFile(file.Id, sheet.FileName, file.MediaType, file.Size, file.Sha256, blobs.OpenRead(file.Sha256));
    }
}

internal static class SheetsByCode
{
    public static async Task<(Result Result, IQueryable<Sheet> Sheets)> SheetsByCodeAsync(
        this MarketplaceDbContext db, string publicId, string code, CancellationToken ct)
    {
        var result = await db.PublishedAsync(publicId, ct);
        return result.AlbumId is { } album && result.OpensWith(code)
            ? (result, db.Sheets.AsNoTracking().Where(sheet => sheet.AlbumId == album))
            : throw new NotFoundException(nameof(Album));
    }
}

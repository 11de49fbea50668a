using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>The agency hands in an album for sealing. Its list is drawn as a PDF, which stands for the whole: it bears the
/// task's binding and the digests of all files, and is sealed like a sheet.</summary>
public sealed class SubmitAlbum(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing,
    MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Hands the album in.</summary>
    public async Task<SubmissionReceipt> ExecuteAsync(Guid albumId, long taskOrderVersion, string reportNumber, string conclusion)
    {
        var ct = context.Cancellation;
        var album = (await db.AlbumsFor(context.Actor).FindOrThrowAsync(albumId, ct)).RequireOpen();
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(album.TaskOrderId, ct);
        order.Expect(taskOrderVersion).Submit(context);
        var sheets = await SheetsInOrderAsync(album);
        var item = await db.ServiceItems.SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var elements = (await ElementForm.OfAsync(order, db, ct)).Seal(order);
        var number = await SubmitResult.ReplaceOpenAsync(order, db, ct);

        var list = AlbumList.Of(sheets);
        list = options.ListSm3 ? await list.WithSm3Async(blobs, ct) : list;
        var file = await DrawAsync(sheets, list, order, reportNumber, number);
        var precheck = await PrecheckAsync(file);
        var extent = new AlbumExtent(album.Id, sheets.Count, sheets.Sum(sheet => sheet.PageCount));
        var result = Result.Submit(order, number, file, reportNumber, conclusion, precheck, item.Terms.SealScheme, context, extent, elements);
        db.Add(result);
        db.Add(Sheet.Add(album, 0, file, SheetKind.Manifest, new SheetName("清单", "成果文件清单", ""), precheck, context));
        album.HandIn(result);
        new Journal(db, context).Record(
            LedgerKind.ResultSubmitted, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, $"{result.Number}", result.ReportNumber);
        return new SubmissionReceipt(result.Id, result.Number, precheck);
    }

    private async Task<List<Sheet>> SheetsInOrderAsync(Album album)
    {
        var sheets = await db.Sheets.Where(sheet => sheet.AlbumId == album.Id).OrderBy(sheet => sheet.Position).ThenBy(sheet => sheet.Id)
            .ToListAsync(context.Cancellation);
        if (sheets.Count == 0)
        {
            throw new RuleViolationException("album-empty");
        }

        if (sheets.Where(sheet => sheet.Kind == SheetKind.Drawing).GroupBy(sheet => sheet.Number).FirstOrDefault(twins => twins.Count() > 1) is { } twice)
        {
            throw new RuleViolationException("sheet-number-twice", twice.Key);
        }

        // Removed sheets leave no gaps in the list.
        for (var i = 0; i < sheets.Count; i++)
        {
            sheets[i].MoveTo(i + 1);
        }

        return sheets;
    }

    private async Task<StoredFile> DrawAsync(List<Sheet> sheets, AlbumList list, TaskOrder order, string reportNumber, int number)
    {
        var ct = context.Cancellation;
        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == order.ProjectId, ct);
        var agency = await db.Agencies.AsNoTracking().SingleAsync(row => row.Id == context.Actor.Organisation, ct);
        var heading = new ManifestHeading(
            project.Name, project.Code, order.Number, order.ServiceItemName, agency.Name, agency.CreditCode, reportNumber.Trim(), number, context.At);
        using var drawn = new MemoryStream(ManifestDocument.Draw(heading, sheets, list));
        var blob = await blobs.PutAsync(drawn, ct);
        var file = StoredFile.Store("成果文件清单.pdf", "application/pdf", blob.Sha256, blob.Size, context);
        db.Add(file);
        return file;
    }

    private async Task<PrecheckReport> PrecheckAsync(StoredFile file)
    {
        await using var pdf = blobs.OpenRead(file.Sha256);
        await using var handIn = await sealing.PrecheckAsync(pdf, context.Cancellation);
        return handIn.Report;
    }
}

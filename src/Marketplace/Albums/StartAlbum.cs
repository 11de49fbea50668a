using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Opens the album of a task order to put it together. After a return or a replaced submission it begins with the
/// sheets of the last version: those that passed keep their seals, so only what is replaced is sealed anew.</summary>
public sealed class StartAlbum(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>The album's id; the open one where there is one already.</summary>
    public async Task<Guid> ExecuteAsync(Guid taskOrderId)
    {
        var ct = context.Cancellation;
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(taskOrderId, ct);
        if (await db.AlbumsFor(context.Actor).FirstOrDefaultAsync(row => row.TaskOrderId == order.Id && row.ResultId == null, ct) is { } open)
        {
            return open.Id;
        }

        if (!order.ActionsFor(context.Actor).Contains(TaskOrderAction.Submit))
        {
            throw new RuleViolationException("task-state", order.Status, TaskOrderAction.Submit);
        }

        var last = await db.Results.AsNoTracking().Where(row => row.TaskOrderId == order.Id && row.AlbumId != null)
            .OrderByDescending(row => row.Number).FirstOrDefaultAsync(ct);
        var before = last is null ? null : await db.Albums.AsNoTracking().SingleAsync(row => row.Id == last.AlbumId, ct);
        var album = Album.Start(order, last, before?.TitleBlock, context);
        db.Add(album);
        if (last is not null)
        {
            await CarryOverAsync(last, album);
        }

        return album.Id;
    }

    private async Task CarryOverAsync(Result last, Album album)
    {
        var sealedCompletely = last.Status is ResultStatus.Returned or ResultStatus.VerificationFailed;
        var sheets = await db.Sheets.AsNoTracking().Where(sheet => sheet.AlbumId == last.AlbumId && sheet.Kind != SheetKind.Manifest)
            .OrderBy(sheet => sheet.Position).ToListAsync(context.Cancellation);
        db.AddRange(sheets.Select(sheet => sheet.CarryInto(
            album, sheet.IsCarriedOver || (sealedCompletely && sheet.Verdict != Verdict.Failed), context)));
    }
}

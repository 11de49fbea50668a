using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>An album with its numbers.</summary>
/// <param name="Bytes">Bytes of all files as handed in.</param>
/// <param name="SameNumbers">Drawings whose number another one has too.</param>
/// <param name="CarriedOver">Drawings that keep their seals from the version before.</param>
/// <param name="Failed">Drawings whose verification failed.</param>
/// <param name="NeedingPerson">Drawings that the machine could not settle.</param>
public sealed record AlbumDetails(
    Guid Id, long Version, Guid TaskOrderId, Guid? ResultId, bool IsRevision, TitleBlock TitleBlock, int Drawings, int DataFiles,
    int Pages, long Bytes, int SameNumbers, int CarriedOver, int Failed, int NeedingPerson);

/// <summary>Reads an album that the actor may see.</summary>
public sealed class GetAlbum(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The album.</summary>
    public async Task<AlbumDetails> ExecuteAsync(Guid albumId)
    {
        var ct = context.Cancellation;
        var album = await db.AlbumsFor(context.Actor).AsNoTracking().FindOrThrowAsync(albumId, ct);
        var sheets = await db.Sheets.Where(sheet => sheet.AlbumId == albumId && sheet.Kind != SheetKind.Manifest)
            .Select(sheet => new { sheet.Kind, sheet.Number, sheet.PageCount, sheet.Size, sheet.IsCarriedOver, sheet.Verdict }).ToListAsync(ct);
        var drawings = sheets.Where(sheet => sheet.Kind == SheetKind.Drawing).ToList();
        return new AlbumDetails(
            album.Id, album.Version, album.TaskOrderId, album.ResultId, album.RevisesResultId is not null, album.TitleBlock, drawings.Count,
            sheets.Count - drawings.Count, drawings.Sum(sheet => sheet.PageCount), sheets.Sum(sheet => sheet.Size),
            drawings.GroupBy(sheet => sheet.Number).Where(twins => twins.Count() > 1).Sum(twins => twins.Count()),
            drawings.Count(sheet => sheet.IsCarriedOver), drawings.Count(sheet => sheet.Verdict == Verdict.Failed),
            drawings.Count(sheet => sheet.Verdict == Verdict.NeedsPerson));
    }
}

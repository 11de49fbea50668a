using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>Corrects a sheet's line in the list of an open album.</summary>
public sealed class DescribeSheet(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Sets number, title and revision.</summary>
    public async Task<Guid> ExecuteAsync(Guid sheetId, long version, SheetName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var sheet = await db.OpenSheetAsync(sheetId, version, context);
        if (sheet.Kind == SheetKind.Drawing && string.IsNullOrWhiteSpace(name.Number))
        {
            throw new RuleViolationException("sheet-number-missing", sheet.FileName);
        }

        sheet.Describe(name.Number, name.Title, name.Revision);
        return sheet.Id;
    }
}

/// <summary>Takes a file out of an open album.</summary>
public sealed class RemoveSheet(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Removes it.</summary>
    public async Task<Guid> ExecuteAsync(Guid sheetId, long version)
    {
        var sheet = await db.OpenSheetAsync(sheetId, version, context);
        db.Remove(sheet);
        return sheet.AlbumId;
    }
}

/// <summary>Brings the list of an open album into the order of its sheet numbers, data files last.</summary>
public sealed class SortSheets(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Returns how many sheets there are.</summary>
    public async Task<int> ExecuteAsync(Guid albumId)
    {
        var album = (await db.AlbumsFor(context.Actor).FindOrThrowAsync(albumId, context.Cancellation)).RequireOpen();
        var sheets = await db.Sheets.Where(sheet => sheet.AlbumId == album.Id).ToListAsync(context.Cancellation);
        var position = 0;
        foreach (var sheet in sheets.OrderBy(sheet => sheet.Kind).ThenBy(sheet => sheet.Number, NaturalOrder.Instance).ThenBy(sheet => sheet.FileName, NaturalOrder.Instance))
        {
            sheet.MoveTo(++position);
        }

        return position;
    }
}

/// <summary>Says where the seals stand on the drawings of an open album.</summary>
public sealed class PlaceSeals(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Millimetres from the lower right corner to the middle of the unit's seal.</summary>
    public async Task<Guid> ExecuteAsync(Guid albumId, double fromRight, double fromBottom)
    {
        var album = await db.AlbumsFor(context.Actor).FindOrThrowAsync(albumId, context.Cancellation);
        album.Place(TitleBlock.Checked(fromRight, fromBottom));
        return album.Id;
    }
}

internal static class OpenSheets
{
    /// <summary>A sheet that can still be changed.</summary>
    public static async Task<Sheet> OpenSheetAsync(this MarketplaceDbContext db, Guid sheetId, long version, OperationContext context)
    {
        var sheet = await db.SheetsFor(context.Actor).FindOrThrowAsync(sheetId, context.Cancellation);
        (await db.AlbumsFor(context.Actor).AsNoTracking().FindOrThrowAsync(sheet.AlbumId, context.Cancellation)).RequireOpen();
        return sheet.Expect(version);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>One file of a pack.</summary>
/// <param name="Path">Its path within the pack; no two are alike.</param>
public sealed record PackedFile(string Path, string Sha256, long Size, DateTimeOffset At);

/// <summary>All files of an album, to be packed while they are read.</summary>
public sealed record AlbumPack(string Name, IReadOnlyList<PackedFile> Files);

/// <summary>Lists everything that belongs to a result that is an album: the sealed list, the sealed drawings, the data.</summary>
public sealed class OpenAlbum(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly char[] Forbidden = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    public static Permission Requires => Permission.ReadFiles;

    /// <summary>The files in the order of the list, as they are now.</summary>
    public async Task<AlbumPack> ExecuteAsync(Guid resultId)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(resultId, ct);
        var files = await (
            from sheet in db.SheetsFor(context.Actor).AsNoTracking()
            where sheet.AlbumId == result.AlbumId
            join file in db.StoredFilesFor(context.Actor) on sheet.SealedFileId ?? sheet.FileId equals file.Id
            orderby sheet.Position
            select new { Sheet = sheet, file.Sha256, file.Size, file.UploadedAt }).ToListAsync(ct);
        if (files.Count == 0)
        {
            throw new NotFoundException(nameof(Album));
        }

        var width = $"{files.Count}".Length;
        return new AlbumPack(
            $"{Safe(result.ReportNumber)}-{result.Number}.zip",
            [.. files.Select(file => new PackedFile(PathOf(file.Sheet, width), file.Sha256, file.Size, file.UploadedAt))]);
    }

    // The place in the list makes every path unique and keeps the order of the list in any folder view.
    private static string PathOf(Sheet sheet, int width)
    {
        var name = $"{sheet.Position.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width, '0')} {Safe(sheet.FileName)}";
        return sheet.Kind switch
        {
            SheetKind.Manifest => Safe(sheet.FileName),
            SheetKind.Drawing => $"图纸/{name}",
            SheetKind.Data => $"数据/{name}",
        };
    }

    // A name from outside becomes a plain name: no folder, no drive, nothing that a file system refuses.
    private static string Safe(string name)
    {
        var safe = string.Concat(name.Select(character => char.IsControl(character) || Forbidden.Contains(character) ? '_' : character)).Trim('.', ' ');
        return safe.Length == 0 ? "_" : safe;
    }
}

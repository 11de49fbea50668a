using System.Globalization;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Albums;

/// <summary>What became of an uploaded file.</summary>
public enum SheetOutcome
{
    /// <summary>已加入.</summary>
    Added,

    /// <summary>已替换: the sheet of this number that was carried over from the version before.</summary>
    Replaced,

    /// <summary>重复文件: the same bytes are in the album already; not added.</summary>
    SameFile,

    /// <summary>图号重复: added, and one of the two must be renumbered or removed before the album is handed in.</summary>
    SameNumber,

    /// <summary>未通过预检: not added.</summary>
    Refused,
}

/// <summary>What became of one uploaded file, in words where it needs them.</summary>
/// <param name="Other">The sheet that it met.</param>
/// <param name="Findings">Why it was refused.</param>
public sealed record AddedSheet(string FileName, SheetOutcome Outcome, string? Number, string? Other, IReadOnlyList<PrecheckFinding> Findings)
{
    /// <summary>The reason in a sentence.</summary>
    public string Say(CultureInfo culture) => Outcome == SheetOutcome.Refused
        ? string.Join(' ', Findings.Where(finding => finding.Blocking).Select(finding => finding.Say(culture)))
        : Wording.Say($"{nameof(SheetOutcome)}.{Outcome}", culture, Number ?? "", Other ?? "");
}

/// <summary>Puts uploaded files into an open album: PDFs are pre-checked one by one and become drawings, everything else
/// becomes data under the sealed list. One bad file does not keep the others out.</summary>
public sealed class AddSheets(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>What became of each file, in the order given.</summary>
    public async Task<IReadOnlyList<AddedSheet>> ExecuteAsync(Guid albumId, IReadOnlyList<Guid> fileIds)
    {
        ArgumentNullException.ThrowIfNull(fileIds);
        var ct = context.Cancellation;
        var album = (await db.AlbumsFor(context.Actor).FindOrThrowAsync(albumId, ct)).RequireOpen();
        var sheets = await db.Sheets.Where(sheet => sheet.AlbumId == albumId).ToListAsync(ct);
        var files = await db.StoredFilesFor(context.Actor).AsNoTracking()
            .Where(file => file.OwnerId == context.Actor.Organisation && fileIds.Contains(file.Id)).ToDictionaryAsync(file => file.Id, ct);
        var added = new List<AddedSheet>();
        foreach (var id in fileIds)
        {
            added.Add(await AddAsync(album, sheets, files.GetValueOrDefault(id) ?? throw new NotFoundException(nameof(StoredFile))));
        }

        return added;
    }

    private async Task<AddedSheet> AddAsync(Album album, List<Sheet> sheets, StoredFile uploaded)
    {
        var name = SheetName.Of(uploaded.Name);
        var isPdf = uploaded.MediaType == "application/pdf";
        if (TwinOf(sheets, uploaded) is { } same)
        {
            return new AddedSheet(uploaded.Name, SheetOutcome.SameFile, name.Number, same.FileName, []);
        }

        var (file, precheck) = isPdf ? await TakeInAsync(uploaded) : (uploaded, null);
        if (precheck is { Passed: false })
        {
            return new AddedSheet(uploaded.Name, SheetOutcome.Refused, name.Number, null, precheck.Findings);
        }

        if (TwinOf(sheets, file) is { } rebuiltTwin)
        {
            return new AddedSheet(uploaded.Name, SheetOutcome.SameFile, name.Number, rebuiltTwin.FileName, []);
        }

        var twin = isPdf ? sheets.Find(sheet => sheet.Kind == SheetKind.Drawing && sheet.Number == name.Number) : null;
        var replaced = twin is not null && IsOfVersionBefore(album, twin) ? twin : null;
        if (replaced is not null)
        {
            sheets.Remove(replaced);
            db.Remove(replaced);
        }
        else if (sheets.Count >= Album.MostSheets)
        {
            throw new RuleViolationException("album-full", Album.MostSheets);
        }

        var position = replaced?.Position ?? (sheets.Count == 0 ? 1 : sheets.Max(sheet => sheet.Position) + 1);
        var added = Sheet.Add(album, position, file, isPdf ? SheetKind.Drawing : SheetKind.Data, name, precheck, context);
        db.Add(added);
        sheets.Add(added);
        return new AddedSheet(
            uploaded.Name, replaced is not null ? SheetOutcome.Replaced : twin is not null ? SheetOutcome.SameNumber : SheetOutcome.Added,
            name.Number, twin?.FileName, []);
    }

    // A drawing that came with the version before is what a revised file of its number is meant for.
    private static bool IsOfVersionBefore(Album album, Sheet sheet) =>
        album.RevisesResultId is not null && sheet.Origin == SheetOrigin.VersionBefore;

    private static Sheet? TwinOf(List<Sheet> sheets, StoredFile file) => sheets.Find(sheet => sheet.Sha256 == file.Sha256);

    private async Task<(StoredFile File, PrecheckReport? Precheck)> TakeInAsync(StoredFile uploaded)
    {
        await using var pdf = blobs.OpenRead(uploaded.Sha256);
        await using var handIn = await sealing.PrecheckAsync(pdf, context.Cancellation);
        return (await handIn.KeepAsync(uploaded, blobs, db, context), handIn.Report);
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Albums;

/// <summary>What a file of an album is.</summary>
public enum SheetKind
{
    /// <summary>清单: the list itself, drawn by the program; covers all files by their digests.</summary>
    Manifest,

    /// <summary>图纸: a PDF that bears seals of its own.</summary>
    Drawing,

    /// <summary>数据: DWG, DXF, GDB and the like, covered by the sealed list.</summary>
    Data,
}

/// <summary>How a sheet came into its album.</summary>
public enum SheetOrigin
{
    /// <summary>Uploaded for this version.</summary>
    Uploaded,

    /// <summary>沿用: taken over from the version before.</summary>
    VersionBefore,
}

/// <summary>One file of an album with its line in the list (目录).</summary>
public sealed partial class Sheet : IAggregate
{
    private Sheet()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The album.</summary>
    public Guid AlbumId { get; private init; }

    /// <summary>Place in the list; the list itself has 0.</summary>
    public int Position { get; private set; }

    /// <summary>Drawing, data or the list itself.</summary>
    public SheetKind Kind { get; private init; }

    /// <summary>Uploaded, or taken over.</summary>
    public SheetOrigin Origin { get; private init; }

    /// <summary>图号.</summary>
    public string Number { get; private set; } = "";

    /// <summary>图名.</summary>
    public string Title { get; private set; } = "";

    /// <summary>版次.</summary>
    public string Revision { get; private set; } = "";

    /// <summary>The file as handed in.</summary>
    public Guid FileId { get; private init; }

    /// <summary>Its name.</summary>
    public string FileName { get; private init; } = "";

    /// <summary>Its size in bytes.</summary>
    public long Size { get; private init; }

    /// <summary>Its SHA-256, lower-case hexadecimal digits.</summary>
    public string Sha256 { get; private init; } = "";

    /// <summary>Pages of a drawing.</summary>
    public int PageCount { get; private init; }

    /// <summary>What the pre-check noted.</summary>
    public IReadOnlyList<PrecheckFinding> Precheck { get; private init; } = [];

    /// <summary>The latest file with seals.</summary>
    public Guid? SealedFileId { get; private set; }

    /// <summary>Its SHA-256.</summary>
    public string? SealedSha256 { get; private set; }

    /// <summary>How many steps of the seal scheme are on it.</summary>
    public int SealsOn { get; private set; }

    /// <summary>The version of the result under which it was sealed: an earlier one where the sheet was carried over.</summary>
    public Guid? SealedUnderResultId { get; private set; }

    /// <summary>What the server found in the sealed file.</summary>
    public FiveChecks? Verification { get; private set; }

    /// <summary>Its verdict, for lists.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>Whether it bears all its seals from an earlier version.</summary>
    public bool IsCarriedOver { get; private init; }

    /// <summary>SHA-256 of the file as it is now.</summary>
    public string CurrentSha256 => SealedSha256 ?? Sha256;

    /// <summary>The file as it is now.</summary>
    public Guid CurrentFileId => SealedFileId ?? FileId;

    internal static Sheet Add(Album album, int position, StoredFile file, SheetKind kind, SheetName name, PrecheckReport? precheck, OperationContext context) => new()
    {
        Id = context.NewId(),
        AlbumId = album.Id,
        Position = position,
        Kind = kind,
        Number = name.Number,
        Title = name.Title,
        Revision = name.Revision,
        FileId = file.Id,
        FileName = file.Name,
        Size = file.Size,
        Sha256 = file.Sha256,
        PageCount = precheck?.PageCount ?? 0,
        Precheck = precheck?.Findings ?? [],
    };

    /// <summary>The same sheet in the album that revises its own: with its seals where they hold, without them otherwise.</summary>
    internal Sheet CarryInto(Album album, bool keepsSeals, OperationContext context) => new()
    {
        Id = context.NewId(),
        AlbumId = album.Id,
        Position = Position,
        Kind = Kind,
        Origin = SheetOrigin.VersionBefore,
        Number = Number,
        Title = Title,
        Revision = Revision,
        FileId = FileId,
        FileName = FileName,
        Size = Size,
        Sha256 = Sha256,
        PageCount = PageCount,
        Precheck = Precheck,
        SealedFileId = keepsSeals ? SealedFileId : null,
        SealedSha256 = keepsSeals ? SealedSha256 : null,
        SealsOn = keepsSeals ? SealsOn : 0,
        SealedUnderResultId = keepsSeals ? SealedUnderResultId : null,
        IsCarriedOver = keepsSeals && Kind == SheetKind.Drawing,
    };

    /// <summary>Changes the sheet's line in the list. A sealed sheet names itself in its own seal, so its line stays.</summary>
    internal void Describe(string number, string title, string revision)
    {
        if (IsCarriedOver)
        {
            throw new RuleViolationException("sheet-carried-over", Number);
        }

        (Number, Title, Revision) = (number.Trim(), title.Trim(), revision.Trim());
    }

    internal void MoveTo(int position) => Position = position;

    internal void ApplySeal(StoredFile sealedFile, int step, Guid resultId)
    {
        SealedFileId = sealedFile.Id;
        SealedSha256 = sealedFile.Sha256;
        SealsOn = step;
        SealedUnderResultId = resultId;
    }

    internal void Verify(FiveChecks checks)
    {
        Verification = checks;
        Verdict = checks.Verdict;
    }
}

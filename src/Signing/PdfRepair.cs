using Market.Signing.Pdf.Reading;
using Market.Signing.Pdf.Repair;

namespace Market.Signing;

/// <summary>What was wrong with a damaged document and is right in the rebuilt one.</summary>
/// <param name="Code">Stable, explained in the reason catalogue.</param>
/// <param name="Count">How often; 1 where counting has no sense.</param>
public sealed record RepairNote(string Code, int Count)
{
    /// <summary>Something stood before the header; it was left out.</summary>
    public const string JunkBeforeHeader = "repair-junk-before-header";

    /// <summary>The cross-reference was broken or missing; the objects were found by searching.</summary>
    public const string CrossReference = "repair-cross-reference";

    /// <summary>No usable trailer named the document catalog; it was found by searching.</summary>
    public const string Trailer = "repair-trailer";

    /// <summary>Streams with a wrong or no length.</summary>
    public const string StreamLength = "repair-stream-length";

    /// <summary>Nodes of the page tree with missing kids or wrong counts.</summary>
    public const string PageTree = "repair-page-tree";

    /// <summary>Objects that could not be read and are missing from the rebuilt document.</summary>
    public const string ObjectsLost = "repair-objects-lost";
}

/// <summary>What rebuilding a document changed.</summary>
/// <param name="Notes">In the order of the file's structure; never empty.</param>
public sealed record RepairReport(IReadOnlyList<RepairNote> Notes);

/// <summary>Rebuilds damaged documents that nobody has signed yet. Memory grows with the number of objects, not with their size.</summary>
public static class PdfRepair
{
    private const int HeaderWindow = 1024;

    /// <summary>Writes what can be saved of a damaged document into a clean new file.</summary>
    /// <param name="damaged">The document; must be seekable.</param>
    /// <param name="output">Receives the new file.</param>
    /// <exception cref="PdfFormatException">It is no PDF, bears a signature (<see cref="PdfFormatException.DamagedSigned"/>), is
    /// encrypted, or nothing of use is left of it.</exception>
    public static async Task<RepairReport> RebuildAsync(Stream damaged, Stream output, CancellationToken ct = default)
    {
        using var source = new PdfSource(damaged, ReadingLimits.Default);
        var (version, header) = ReadHeader(source);
        var (file, search) = ObjectSearch.Run(source, ReadingLimits.Default);
        var pages = new PageTreeRepair(file.Current, file.Limits);
        pages.Run();
        using var clean = new CleanFile(file, output, pages.Changed);
        await clean.WriteAsync(version, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new RepairReport(
        [
            .. Note(RepairNote.JunkBeforeHeader, header > 0 ? 1 : 0),
            new RepairNote(RepairNote.CrossReference, 1),
            .. Note(RepairNote.Trailer, search.HasTrailer ? 0 : 1),
            .. Note(RepairNote.StreamLength, search.StreamEnds.Found.Count),
            .. Note(RepairNote.PageTree, pages.Changed.Count),
            .. Note(RepairNote.ObjectsLost, search.Unreadable + clean.Lost),
        ]);
    }

    private static IEnumerable<RepairNote> Note(string code, int count) => count > 0 ? [new RepairNote(code, count)] : [];

    // 7.5.2: %PDF-1.7 and the like.
    private static (string Version, int At) ReadHeader(PdfSource source)
    {
        var head = source.Read(0, HeaderWindow);
        var at = head.IndexOf("%PDF-"u8);
        if (at < 0)
        {
            throw new PdfFormatException(PdfFormatException.NotAPdf, "The file is not a PDF document.", 0);
        }

        var number = head[(at + 5)..];
        return number.Length >= 3 && number[0] is (byte)'1' or (byte)'2' && number[1] == '.' && CharacterClass.IsDigit(number[2])
            ? ($"{(char)number[0]}.{(char)number[2]}", at)
            : ("1.7", at);
    }
}

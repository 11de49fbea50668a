using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>One revision of a document: the original, or one incremental update (ISO 32000-2, 7.5.6), with the view of all
/// objects as they were when it was the last. A linearized original has two cross-reference sections but is one revision.</summary>
internal sealed class PdfRevision
{
    private readonly PdfFile _file;
    private readonly XrefSection[] _newestFirst;

    /// <param name="sections">The sections of this revision only, newest first.</param>
    /// <param name="earlier">The revision before; null for the original.</param>
    public PdfRevision(PdfFile file, IReadOnlyList<XrefSection> sections, PdfRevision? earlier)
    {
        _file = file;
        Sections = sections;
        Index = earlier is null ? 0 : earlier.Index + 1;
        Start = earlier?.End ?? 0;
        _newestFirst = [.. sections, .. earlier?._newestFirst ?? []];
        var last = sections.MaxBy(section => section.End)!;
        IsRegular = XrefChain.TryReadEnd(file.Source, last.End, out var startXref, out var end) && startXref == sections[0].Offset;
        StartXref = sections[0].Offset;
        End = IsRegular ? end : last.End;
    }

    /// <summary>0 for the original document.</summary>
    public int Index { get; }

    /// <summary>Offset of the first byte this revision added: the end of the one before.</summary>
    public long Start { get; }

    /// <summary>Offset behind this revision's <c>%%EOF</c> and its end of line. Behind the trailer only, when not regular.</summary>
    public long End { get; }

    /// <summary>What this revision's <c>startxref</c> names.</summary>
    public long StartXref { get; }

    /// <summary>Whether nothing but <c>startxref</c>, its right value and <c>%%EOF</c> follow the cross-reference.</summary>
    public bool IsRegular { get; }

    /// <summary>The cross-reference sections this revision added, newest first.</summary>
    public IReadOnlyList<XrefSection> Sections { get; }

    /// <summary>The trailer that counts for this revision.</summary>
    public PdfDictionary Trailer => Sections[0].Trailer;

    /// <summary>The document catalog (7.7.2).</summary>
    /// <exception cref="PdfFormatException">There is none.</exception>
    public PdfDictionary Catalog => Resolve(Trailer["Root"]) as PdfDictionary
        ?? throw new PdfFormatException(PdfFormatException.Damaged, "The file has no document catalog.", StartXref);

    /// <summary>Numbers that this revision's own sections list, with their entries.</summary>
    public IEnumerable<(int Number, XrefEntry Entry)> OwnEntries() =>
        Sections.SelectMany(section => section.Entries()).DistinctBy(entry => entry.Number);

    /// <summary>Every number that any section up to this revision lists, free ones included.</summary>
    public IEnumerable<int> AllNumbers() =>
        _newestFirst.SelectMany(section => section.Entries()).Select(entry => entry.Number).Distinct();

    /// <summary>Every number with the entry that counts as of this revision.</summary>
    public IEnumerable<(int Number, XrefEntry Entry)> CurrentEntries() =>
        _newestFirst.SelectMany(section => section.Entries()).DistinctBy(entry => entry.Number);

    /// <summary>Where the object is, as of this revision.</summary>
    public bool TryFind(int number, out XrefEntry entry)
    {
        foreach (var section in _newestFirst)
        {
            if (section.TryFind(number, out entry))
            {
                return true;
            }
        }

        entry = default;
        return false;
    }

    /// <summary>The object of that number as of this revision; the null object when there is none (7.3.10).</summary>
    /// <exception cref="PdfFormatException">The object is malformed, or not where its entry says.</exception>
    public PdfObject Get(PdfReference reference)
    {
        if (!TryFind(reference.Number, out var entry))
        {
            return PdfNull.Value;
        }

        return entry.Kind switch
        {
            XrefEntryKind.InUse when entry.Generation == reference.Generation => _file.ReadAt(entry.Position, reference, this).Value,
            XrefEntryKind.Compressed when reference.Generation == 0 => _file.ReadCompressed(entry, reference, this),
            _ => PdfNull.Value,
        };
    }

    /// <summary>The dictionary of that number, or at least the wanted entries of it; null when it is no dictionary.</summary>
    /// <exception cref="PdfFormatException">The object is malformed, or not where its entry says.</exception>
    public PdfDictionary? GetEntries(PdfReference reference, params ReadOnlySpan<string> wanted) =>
        (TryFind(reference.Number, out var entry)
            ? entry.Kind switch
            {
                XrefEntryKind.InUse when entry.Generation == reference.Generation =>
                    ShallowReader.TryRead(_file.Source, entry.Position, reference, _file.Limits.Depth, wanted),
                XrefEntryKind.Compressed when reference.Generation == 0 => _file.ReadCompressedEntries(entry, reference, this, wanted),
                _ => null,
            }
            : null)
        ?? Resolve(reference) as PdfDictionary;

    /// <summary>The decoded bytes of an object stream, the index in front left out.</summary>
    /// <exception cref="PdfFormatException">There is none, or it cannot be decoded.</exception>
    public ReadOnlySpan<byte> ObjectStreamContent(int number) => _file.ReadObjectStream(number, this);

    /// <summary>The objects that an object stream says it holds, with their indexes.</summary>
    /// <exception cref="PdfFormatException">There is none, or it cannot be decoded.</exception>
    public IReadOnlyList<(int Number, int Index)> ObjectStreamIndex(int number) => _file.ReadObjectStreamIndex(number, this);

    /// <summary>Offsets of the object's own bytes; false when it is free or part of an object stream.</summary>
    public bool TryLocate(int number, out long offset, out long end)
    {
        (offset, end) = (0, 0);
        if (!TryFind(number, out var entry) || entry.Kind != XrefEntryKind.InUse)
        {
            return false;
        }

        var found = _file.ReadAt(entry.Position, new PdfReference(number, entry.Generation), this);
        (offset, end) = (found.Offset, found.End);
        return true;
    }

    /// <summary>Follows references until a value is met.</summary>
    /// <exception cref="PdfFormatException">References run in a circle.</exception>
    public PdfObject Resolve(PdfObject value)
    {
        for (var hops = 0; value is PdfReference reference; hops++)
        {
            if (hops == 16)
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "References run in a circle.");
            }

            value = Get(reference);
        }

        return value;
    }

    public PdfDictionary? Dictionary(PdfObject value) => Resolve(value) switch
    {
        PdfDictionary dictionary => dictionary,
        PdfStream stream => stream.Dictionary,
        _ => null,
    };

    public PdfArray? Array(PdfObject value) => Resolve(value) as PdfArray;

    public long? Integer(PdfObject value) => (Resolve(value) as PdfInteger)?.Value;

    public string? Name(PdfObject value) => (Resolve(value) as PdfName)?.Value;

    public double? Number(PdfObject value) => (Resolve(value) as PdfNumber)?.AsDouble;

    /// <summary>The stream's content with its filters undone.</summary>
    public byte[] Decode(PdfStream stream) => _file.Decode(stream, this);
}

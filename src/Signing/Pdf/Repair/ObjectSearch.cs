using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Repair;

/// <summary>Reads a damaged file from its start to its end and notes every object and every trailer met, as readers do that
/// cannot use the cross-reference. Of two objects with one number the later counts.</summary>
internal sealed class ObjectSearch
{
    private const int Window = 64 << 10;

    // "4294967295 65535 obj" and some white space.
    private const int LongestHead = 40;

    private readonly PdfSource _source;
    private readonly ReadingLimits _limits;
    private readonly SortedDictionary<int, XrefEntry> _entries = [];
    private readonly List<PdfDictionary> _trailers = [];
    private readonly List<int> _objectStreams = [];
    private int? _catalog;

    private ObjectSearch(PdfSource source, ReadingLimits limits) => (_source, _limits) = (source, limits);

    public LostStreamEnds StreamEnds { get; } = new();

    /// <summary>Objects that begin but cannot be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Whether a trailer names a catalog; if not, one was found among the objects.</summary>
    public bool HasTrailer { get; private set; }

    /// <exception cref="PdfFormatException">There is nothing to find, or the file is encrypted or signed.</exception>
    public static (PdfFile File, ObjectSearch Search) Run(PdfSource source, ReadingLimits limits)
    {
        var search = new ObjectSearch(source, limits);
        search.ReadThrough();
        search.RefuseEncrypted();

        // Object streams are read with what was found so far; their objects come in at the place of the stream.
        var file = PdfFile.OfFound(source, limits, search.Section(PdfDictionary.Empty), search.StreamEnds);
        search.AddCompressed(file);
        return (PdfFile.OfFound(source, limits, search.Section(search.Trailer(file.Current)), search.StreamEnds), search);
    }

    private void ReadThrough()
    {
        long position = 0;
        while (position < _source.Length)
        {
            var window = _source.Read(position, Window);
            var at = NextKeyword(window, out var isTrailer);
            if (at < 0)
            {
                position += Math.Max(window.Length - LongestHead, 1);
            }
            else if (isTrailer)
            {
                position = ReadTrailer(position + at);
            }
            else
            {
                position = HeadStart(window, at) is { } head ? ReadObject(position + head, position + at) : SkipBehind(position + at);
            }
        }
    }

    private static int NextKeyword(ReadOnlySpan<byte> window, out bool isTrailer)
    {
        var (at, trailer) = (window.IndexOf("obj"u8), window.IndexOf("trailer"u8));
        isTrailer = trailer >= 0 && (at < 0 || trailer < at);
        return isTrailer ? trailer : at;
    }

    private static long SkipBehind(long keyword) => keyword + 3;

    // Back over white space, the generation, white space and the number.
    private static int? HeadStart(ReadOnlySpan<byte> window, int keyword)
    {
        var at = keyword;
        return TryBack(window, ref at, isSpace: true) && TryBack(window, ref at, isSpace: false)
            && TryBack(window, ref at, isSpace: true) && TryBack(window, ref at, isSpace: false)
                ? at
                : null;
    }

    private static bool TryBack(ReadOnlySpan<byte> window, ref int at, bool isSpace)
    {
        var from = at;
        while (at > 0 && (isSpace ? CharacterClass.IsWhiteSpace(window[at - 1]) : CharacterClass.IsDigit(window[at - 1])))
        {
            at--;
        }

        return at < from;
    }

    private long ReadObject(long offset, long keyword)
    {
        IndirectObject found;
        try
        {
            found = IndirectObjectReader.Read(_source, offset, _limits, LengthOf, StreamEnds);
        }
        catch (PdfFormatException exception) when (exception.Code is PdfFormatException.Damaged or PdfFormatException.Unsupported)
        {
            RefuseCutSignature(SkipBehind(keyword));
            Unreadable++;
            return SkipBehind(keyword);
        }

        if (found.Number >= _limits.Objects)
        {
            Unreadable++;
            return Math.Max(found.End, keyword + 3);
        }

        _entries[found.Number] = new XrefEntry(XrefEntryKind.InUse, offset, found.Generation);
        Look(found.Number, found.Value);
        return Math.Max(found.End, keyword + 3);
    }

    private void Look(int number, PdfObject value)
    {
        switch (value)
        {
            case PdfStream stream when stream.Dictionary.HasName("Type", "XRef"):
                _trailers.Add(stream.Dictionary);
                _entries.Remove(number);
                break;
            case PdfStream stream when stream.Dictionary.HasName("Type", "ObjStm"):
                _objectStreams.Add(number);
                break;
            case PdfDictionary dictionary:
                RefuseSigned(dictionary);
                _catalog = dictionary.HasName("Type", "Catalog") ? number : _catalog;
                break;
        }
    }

    private long ReadTrailer(long offset)
    {
        const int Keyword = 7;
        var cursor = new ByteCursor(_source.Read(offset + Keyword, Window));
        if (ObjectReader.TryRead(ref cursor, _limits.Depth, out var value) && value is PdfDictionary trailer)
        {
            _trailers.Add(trailer);
        }

        return offset + Keyword;
    }

    private long? LengthOf(PdfReference reference)
    {
        if (!_entries.TryGetValue(reference.Number, out var entry))
        {
            return null;
        }

        // A length is a number, which needs no length itself.
        try
        {
            return (IndirectObjectReader.Read(_source, entry.Position, _limits, _ => null).Value as PdfInteger)?.Value;
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private void AddCompressed(PdfFile file)
    {
        foreach (var container in _objectStreams.Distinct())
        {
            if (!_entries.TryGetValue(container, out var place) || Open(file, container, place) is not { } stream)
            {
                continue;
            }

            foreach (var (number, index) in stream.Listed)
            {
                // An object of its own that stands behind the stream is the newer one.
                if (number >= _limits.Objects || (_entries.TryGetValue(number, out var other) && PlaceOf(other) > place.Position))
                {
                    continue;
                }

                _entries[number] = new XrefEntry(XrefEntryKind.Compressed, container, index);
                LookCompressed(stream, number, index);
            }
        }
    }

    private ObjectStream? Open(PdfFile file, int container, XrefEntry place)
    {
        try
        {
            return file.Current.Get(new PdfReference(container, place.Generation)) is PdfStream stream
                ? new ObjectStream(stream.Dictionary, file.Decode(stream, file.Current, _limits.ObjectStreamBytes), place.Position, _limits)
                : null;
        }
        catch (PdfFormatException exception) when (exception.Code != PdfFormatException.LimitExceeded)
        {
            Unreadable++;
            return null;
        }
    }

    private void LookCompressed(ObjectStream stream, int number, int index)
    {
        try
        {
            Look(number, stream.Read(number, index));
        }
        catch (PdfFormatException exception) when (exception.Code == PdfFormatException.Damaged)
        {
            Unreadable++;
        }
    }

    private long PlaceOf(XrefEntry entry) =>
        entry.Kind == XrefEntryKind.InUse ? entry.Position : _entries.TryGetValue((int)entry.Position, out var container) ? container.Position : 0;

    private void RefuseEncrypted()
    {
        if (_trailers.Exists(trailer => trailer.ContainsKey("Encrypt")))
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The document is damaged and encrypted, so it cannot be rebuilt.");
        }
    }

    // 12.8.1: what has a byte range is a signature, or was one; rebuilding the file would break it. 12.7.5.5: so would a field
    // with a value, of which the signature itself may be among the objects lost.
    private static void RefuseSigned(PdfDictionary dictionary)
    {
        if (dictionary.ContainsKey("ByteRange") || (dictionary.HasName("FT", "Sig") && dictionary["V"] is PdfReference or PdfDictionary))
        {
            throw DamagedSigned();
        }
    }

    /// <summary>Refuses a signature that is cut off: the name of its byte range stands among the bytes of an object that cannot
    /// be read. Bytes from here to the next object are looked at once, whatever the file holds.</summary>
    private void RefuseCutSignature(long from)
    {
        var name = "/ByteRange"u8;
        for (var position = from; position < _source.Length;)
        {
            var window = _source.Read(position, Window);
            var next = window.IndexOf("obj"u8);
            if ((next < 0 ? window : window[..next]).IndexOf(name) >= 0)
            {
                throw DamagedSigned();
            }

            if (next >= 0)
            {
                return;
            }

            position += Math.Max(window.Length - name.Length, 1);
        }
    }

    private static PdfFormatException DamagedSigned() => new(
        PdfFormatException.DamagedSigned, "The document is damaged and bears a signature, which rebuilding it would break.");

    private PdfDictionary Trailer(PdfRevision found)
    {
        // The last trailer that leads to a catalog with pages; Info and ID from wherever they are.
        var root = _trailers.AsEnumerable().Reverse()
            .Select(trailer => trailer["Root"])
            .FirstOrDefault(value => value is PdfReference reference && IsCatalog(found, reference));
        HasTrailer = root is not null;
        root ??= _catalog is { } number && _entries.TryGetValue(number, out var entry)
            ? new PdfReference(number, entry.Kind == XrefEntryKind.InUse ? entry.Generation : 0)
            : throw new PdfFormatException(PdfFormatException.Damaged, "The damaged file holds no document catalog that could be found.");
        return new PdfDictionary(("Root", root), ("Info", Last("Info")), ("ID", Last("ID")));
    }

    // The catalog may stand in an object stream, which is known by number only at this point.
    private bool IsCatalog(PdfRevision found, PdfReference reference) =>
        _entries.TryGetValue(reference.Number, out var entry)
        && (entry.Kind == XrefEntryKind.Compressed || TryDictionary(found, reference)?.ContainsKey("Pages") is true);

    private static PdfDictionary? TryDictionary(PdfRevision found, PdfReference reference)
    {
        try
        {
            return found.Dictionary(reference);
        }
        catch (PdfFormatException)
        {
            return null;
        }
    }

    private PdfObject Last(string key) => _trailers.FindLast(trailer => trailer.ContainsKey(key))?[key] ?? PdfNull.Value;

    private XrefSection Section(PdfDictionary trailer)
    {
        var runs = new List<XrefSubsection>();
        var run = new List<XrefEntry>();
        var next = 0;
        foreach (var (number, entry) in _entries)
        {
            if (run.Count > 0 && number != next)
            {
                runs.Add(new XrefSubsection(next - run.Count, [.. run]));
                run.Clear();
            }

            run.Add(entry);
            next = number + 1;
        }

        runs.Add(new XrefSubsection(next - run.Count, [.. run]));
        return new XrefSection(XrefForm.Table, 0, _source.Length, trailer, runs);
    }
}

using Market.Signing.Pdf.Encryption;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>A PDF file opened for strict reading by seeking: its revisions, oldest first, each with its own view of the
/// objects. Not safe for use by several threads. Objects are parsed when asked for and a bounded number is kept.</summary>
internal sealed class PdfFile : IDisposable
{
    private const int HeaderLength = 1024;
    private const int MostKeptObjects = 8192;
    private const int MostKeptStreamBytes = 8 << 20;
    private const int DeepestRead = 8;
    private const int BudgetPerByte = 64;

    private readonly ReadingLimits _limits;
    private readonly Dictionary<long, IndirectObject> _objects = [];
    private readonly Dictionary<(long Container, int Index), PdfObject> _compressed = [];
    private readonly Dictionary<long, ObjectStream> _objectStreams = [];
    private int _keptStreamBytes;
    private int _readDepth;
    private long _decodedBytes;
    private readonly LostStreamEnds? _lost;
    private PdfReference? _encryptionDictionary;

    private PdfFile(PdfSource source, ReadingLimits limits, string? password)
    {
        (Source, _limits) = (source, limits);
        CheckHeader();
        Revisions = GroupRevisions(XrefChain.Read(source, limits));
        OpenEncryption(password);
    }

    /// <summary>A damaged file whose objects were found by searching.</summary>
    private PdfFile(PdfSource source, ReadingLimits limits, XrefSection found, LostStreamEnds lost)
    {
        (Source, _limits, _lost) = (source, limits, lost);
        Revisions = [new PdfRevision(this, [found], null)];
    }

    public PdfSource Source { get; }

    public ReadingLimits Limits => _limits;

    /// <summary>All revisions, the original document first.</summary>
    public IReadOnlyList<PdfRevision> Revisions { get; }

    /// <summary>The last revision: what a reader shows.</summary>
    public PdfRevision Current => Revisions[^1];

    /// <summary>How many bytes follow the last revision; a viewer that repairs files may read them, so they are never
    /// harmless in a signed file.</summary>
    public long TrailingBytes => Source.Length - Current.End;

    /// <summary>How the document is encrypted; null when it is not. What this class hands out is decrypted.</summary>
    public DocumentEncryption? Encryption { get; private set; }

    /// <summary>What the author allows.</summary>
    public DocumentPermissions Permissions => Encryption?.Permissions ?? DocumentPermissions.All;

    /// <summary>Opens a file. The stream stays the caller's; its position is moved.</summary>
    /// <param name="password">Of the user or of the owner; null tries the empty user password.</param>
    /// <exception cref="PdfFormatException">Not a PDF, damaged in its structure, or encrypted and not to be opened so.</exception>
    public static PdfFile Open(Stream stream, ReadingLimits? limits = null, string? password = null)
    {
        limits ??= ReadingLimits.Default;
        var source = new PdfSource(stream, limits);
        try
        {
            return new PdfFile(source, limits, password);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>A view of a damaged file by what a search through it found.</summary>
    /// <param name="found">The objects, as a cross-reference would have listed them.</param>
    /// <param name="lost">Knows where streams without a right length end.</param>
    public static PdfFile OfFound(PdfSource source, ReadingLimits limits, XrefSection found, LostStreamEnds lost) => new(source, limits, found, lost);

    /// <summary>Whether two streams of this file have the same dictionary and the same encoded bytes.</summary>
    public bool SameContent(PdfStream one, PdfStream other)
    {
        if (one.DataLength != other.DataLength || !one.Dictionary.Equals(other.Dictionary))
        {
            return false;
        }

        if (one.DataOffset == other.DataOffset)
        {
            return true;
        }

        if (Encryption is not null)
        {
            return ReadContent(one) is { } left && ReadContent(other) is { } right && left.AsSpan().SequenceEqual(right);
        }

        const int Chunk = 8 << 10;
        for (long done = 0; done < one.DataLength; done += Chunk)
        {
            var length = (int)Math.Min(Chunk, one.DataLength - done);
            var left = Source.Read(one.DataOffset + done, length).ToArray();
            if (!Source.Read(other.DataOffset + done, length).SequenceEqual(left))
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose() => Source.Dispose();

    internal IndirectObject ReadAt(long offset, PdfReference reference, PdfRevision revision)
    {
        if (!_objects.TryGetValue(offset, out var found))
        {
            using var depth = EnterRead(offset);
            found = IndirectObjectReader.Read(Source, offset, _limits, length => revision.Integer(length), _lost);
            found = found with { Value = Decrypted(found) };
            if (_objects.Count >= MostKeptObjects)
            {
                _objects.Clear();
            }

            _objects[offset] = found;
        }

        if (found.Number != reference.Number || found.Generation != reference.Generation)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The cross-reference names another object than the one found.", offset);
        }

        return found;
    }

    internal PdfObject ReadCompressed(XrefEntry entry, PdfReference reference, PdfRevision revision)
    {
        var container = (int)entry.Position;
        if (!revision.TryFind(container, out var place) || place.Kind != XrefEntryKind.InUse)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "An object stream is missing.");
        }

        if (_compressed.TryGetValue((place.Position, entry.Generation), out var value))
        {
            return value;
        }

        using var depth = EnterRead(place.Position);
        value = OpenObjectStream(place, container, revision).Read(reference.Number, entry.Generation);
        if (_compressed.Count >= MostKeptObjects)
        {
            _compressed.Clear();
        }

        _compressed[(place.Position, entry.Generation)] = value;
        return value;
    }

    /// <summary>The wanted entries of a dictionary in an object stream; null when it takes a full read to tell.</summary>
    internal PdfDictionary? ReadCompressedEntries(XrefEntry entry, PdfReference reference, PdfRevision revision, params ReadOnlySpan<string> wanted)
    {
        var container = (int)entry.Position;
        if (!revision.TryFind(container, out var place) || place.Kind != XrefEntryKind.InUse)
        {
            return null;
        }

        using var depth = EnterRead(place.Position);
        return ShallowReader.TryRead(OpenObjectStream(place, container, revision).Bytes(reference.Number, entry.Generation), _limits.Depth, wanted);
    }

    /// <summary>The decoded bytes of an object stream.</summary>
    internal ReadOnlySpan<byte> ReadObjectStream(int container, PdfRevision revision) => FindObjectStream(container, revision).Content;

    /// <summary>What an object stream lists.</summary>
    internal IReadOnlyList<(int Number, int Index)> ReadObjectStreamIndex(int container, PdfRevision revision) =>
        FindObjectStream(container, revision).Listed;

    private ObjectStream FindObjectStream(int container, PdfRevision revision)
    {
        if (!revision.TryFind(container, out var place) || place.Kind != XrefEntryKind.InUse)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "An object stream is missing.");
        }

        using var depth = EnterRead(place.Position);
        return OpenObjectStream(place, container, revision);
    }

    /// <param name="most">Most bytes of this stream; null for what is usual.</param>
    internal byte[] Decode(PdfStream stream, PdfRevision revision, int? most = null)
    {
        if (_decodedBytes > _limits.TotalDecodedBytes + (BudgetPerByte * Source.Length))
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "The streams of the file come to too much when they are decompressed.");
        }

        // What is too large has been decoded as well before that was known.
        var limit = most ?? _limits.DecodedBytes;
        _decodedBytes += limit;
        var bytes = StreamDecoder.Decode(Source, stream, limit, revision.Resolve, Encryption);
        _decodedBytes -= limit - bytes.Length;
        return bytes;
    }

    private ObjectStream OpenObjectStream(XrefEntry place, int number, PdfRevision revision)
    {
        if (_objectStreams.TryGetValue(place.Position, out var known))
        {
            return known;
        }

        if (ReadAt(place.Position, new PdfReference(number, place.Generation), revision).Value is not PdfStream stream)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "An object stream is not a stream.", place.Position);
        }

        var opened = new ObjectStream(stream.Dictionary, Decode(stream, revision, _limits.ObjectStreamBytes), place.Position, _limits);
        if (_keptStreamBytes + opened.Size > MostKeptStreamBytes)
        {
            _objectStreams.Clear();
            _keptStreamBytes = 0;
        }

        _keptStreamBytes += opened.Size;
        return _objectStreams[place.Position] = opened;
    }

    // The encryption dictionary itself is not encrypted (7.6.2), nor are the objects of object streams one by one.
    private PdfObject Decrypted(IndirectObject found) =>
        Encryption is null || found.Number == _encryptionDictionary?.Number ? found.Value
        : Encryption.Decrypt(found.Value, new PdfReference(found.Number, found.Generation));

    /// <summary>The decrypted content of a stream, its filters not undone; null when it is larger than a reader should hold.</summary>
    private byte[]? ReadContent(PdfStream stream)
    {
        if (stream.DataLength > _limits.DecodedBytes)
        {
            return null;
        }

        var bytes = new byte[stream.DataLength];
        Source.ReadExactly(stream.DataOffset, bytes);
        return Encryption!.DecryptContent(stream.Dictionary, stream.Self, bytes);
    }

    private void OpenEncryption(string? password)
    {
        var entry = Current.Trailer["Encrypt"];
        var dictionary = Current.Resolve(entry);

        // 7.6.2: an update keeps the encryption of the file, or readers would differ about what the file says.
        if (Revisions.Any(revision => !revision.Trailer["Encrypt"].Equals(entry) || !revision.Resolve(entry).Equals(dictionary)))
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The revisions of the document do not agree on its encryption.");
        }

        if (entry is PdfNull)
        {
            return;
        }

        if (dictionary is not PdfDictionary description)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The description of the document's encryption is missing.");
        }

        _encryptionDictionary = entry as PdfReference;
        var id = Current.Trailer["ID"] is PdfArray { Count: > 0 } parts && parts[0] is PdfString first ? first.Bytes : default;
        Encryption = DocumentEncryption.Open(description, id, password);
        _objects.Clear();
    }

    private void CheckHeader()
    {
        var head = Source.Read(0, HeaderLength);
        var index = head.IndexOf("%PDF-"u8);
        if (index < 0)
        {
            throw new PdfFormatException(PdfFormatException.NotAPdf, "The file is not a PDF document.", 0);
        }

        // Readers disagree about offsets when something stands before the header (7.5.2), so nothing may.
        if (index > 0)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "The PDF document does not begin at the start of the file.", 0);
        }
    }

    /// <summary>An update stands behind what it updates; a section before its /Prev belongs to a linearized original.</summary>
    private List<PdfRevision> GroupRevisions(List<XrefSection> newestFirst)
    {
        var revisions = new List<PdfRevision>();
        for (var last = newestFirst.Count; last > 0;)
        {
            var first = last - 1;
            while (first > 0 && newestFirst[first - 1].Offset < newestFirst[first].Offset)
            {
                first--;
            }

            revisions.Add(new PdfRevision(this, newestFirst[first..last], revisions.LastOrDefault()));
            last = first;
        }

        return revisions;
    }

    private ReadDepth EnterRead(long offset)
    {
        if (_readDepth == DeepestRead)
        {
            throw new PdfFormatException(PdfFormatException.Damaged, "Reading an object needs itself.", offset);
        }

        _readDepth++;
        return new ReadDepth(this);
    }

    private readonly struct ReadDepth(PdfFile file) : IDisposable
    {
        public void Dispose() => file._readDepth--;
    }
}

using System.Buffers.Binary;
using System.Text;
using Market.Signing.GuoMi;

namespace Market.Signing.Ofd;

/// <summary>Reads the central directory of a ZIP file (APPNOTE 6.3.10, 4.3) strictly: readers that go by it and readers that go by
/// the headers before each file must see the same files.</summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const uint EntrySignature = 0x02014B50;
    private const uint LocalSignature = 0x04034B50;
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;
    private const int LongestComment = ushort.MaxValue;
    private const int LargestDirectory = 16 << 20;
    private const int MostEntries = 20_000;
    private const int Encrypted = 1;
    private const int SizesFollow = 8;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly Stream _stream;
    private readonly List<(long Start, long End, bool HasDescriptor)> _pieces = [];

    private ZipDirectory(Stream stream) => _stream = stream;

    public List<ZipEntry> Entries { get; } = [];

    /// <summary>Whether bytes lie between the files that belong to none.</summary>
    public bool HasHiddenBytes { get; private set; }

    /// <exception cref="OfdFormatException">Damaged, encrypted, or readable in two ways.</exception>
    public static ZipDirectory Read(Stream stream)
    {
        var directory = new ZipDirectory(stream);
        var (offset, size, count) = directory.FindEnd();
        var bytes = directory.ReadAt(offset, size);
        for (var done = 0; done < count; done++)
        {
            bytes = directory.ReadEntry(bytes, offset);
        }

        if (!bytes.IsEmpty)
        {
            throw Damaged("The directory of the package is longer than its files.");
        }

        directory.CheckPieces(offset);
        return directory;
    }

    // 4.3.16. The record ends the file, and the directory ends where it begins: nothing is in front, between or behind.
    private (long Offset, int Size, int Count) FindEnd()
    {
        var length = _stream.Length;
        var tail = ReadAt(Math.Max(0, length - EndBytes - LongestComment), (int)Math.Min(length, EndBytes + LongestComment)).Span;
        for (var at = tail.Length - EndBytes; at >= 0; at--)
        {
            var end = tail[at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || EndBytes + U16(end, 20) != end.Length)
            {
                continue;
            }

            var (count, size, offset) = ((long)U16(end, 10), U32(end, 12), U32(end, 16));
            var endsAt = length - end.Length;
            if (U16(end, 4) != 0 || U16(end, 6) != 0 || U16(end, 8) != count)
            {
                throw NotWhereSaid();
            }

            if (ZipLarge.IsNeeded(count, size, offset))
            {
                (count, size, offset, endsAt) = ZipLarge.ReadEnd(endsAt, (at, bytes) => ReadAt(at, bytes).Span) is { } large
                    && large.Agrees(count, size, offset) ? large : throw NotWhereSaid();
            }

            if (offset + size != endsAt)
            {
                throw NotWhereSaid();
            }

            return count <= MostEntries && size <= LargestDirectory
                ? (offset, (int)size, (int)count)
                : throw new OfdFormatException(SealReasons.OfdTooLarge, "The package holds too many files.");
        }

        throw Damaged("The package has no end record.");
    }

    private static OfdFormatException NotWhereSaid() => Damaged("The directory of the package is not where its end record says.");

    private ReadOnlyMemory<byte> ReadEntry(ReadOnlyMemory<byte> bytes, long directoryOffset)
    {
        var entry = bytes.Span;
        if (entry.Length < EntryBytes || BinaryPrimitives.ReadUInt32LittleEndian(entry) != EntrySignature)
        {
            throw Damaged("The directory of the package is cut off.");
        }

        var (flags, method) = (U16(entry, 8), U16(entry, 10));
        var (compressed, size, offset) = (U32(entry, 20), U32(entry, 24), U32(entry, 42));
        var (nameLength, more) = (U16(entry, 28), U16(entry, 30) + U16(entry, 32));
        if (entry.Length < EntryBytes + nameLength + more || (flags & Encrypted) != 0 || method is not (0 or 8))
        {
            throw Damaged("A file of the package is encrypted, or packed in an unknown way.");
        }

        var nameBytes = entry.Slice(EntryBytes, nameLength);
        if (offset == ZipLarge.Masked)
        {
            offset = ZipLarge.ReadOffset(entry.Slice(EntryBytes + nameLength, U16(entry, 30)), size, compressed)
                ?? throw Damaged("The package does not say where one of its files is.");
        }

        var start = CheckLocal(offset, nameBytes, flags, method, compressed, size, directoryOffset);
        _pieces.Add((offset, start + compressed, (flags & SizesFollow) != 0));
        var name = ReadName(nameBytes);
        if (!name.EndsWith('/'))
        {
            Entries.Add(new ZipEntry(name, method, start, compressed, size));
        }
        else if (compressed != 0)
        {
            throw Damaged("A folder of the package has content.");
        }

        return bytes[(EntryBytes + nameLength + more)..];
    }

    // 4.3.7: what stands before the file must say the same.
    private long CheckLocal(
        long offset, ReadOnlySpan<byte> name, int flags, int method, long compressed, long size, long directoryOffset)
    {
        if (offset < 0 || offset + LocalBytes + name.Length > directoryOffset)
        {
            throw Damaged("A file of the package lies outside of it.");
        }

        var local = ReadAt(offset, LocalBytes + name.Length).Span;
        var sizesAgree = (flags & SizesFollow) != 0 || (U32(local, 18) == compressed && U32(local, 22) == size);
        var start = offset + LocalBytes + U16(local, 26) + U16(local, 28);
        if (BinaryPrimitives.ReadUInt32LittleEndian(local) != LocalSignature
            || U16(local, 6) != flags
            || U16(local, 8) != method
            || !sizesAgree
            || U16(local, 26) != name.Length
            || !local[LocalBytes..].SequenceEqual(name)
            || start + compressed > directoryOffset)
        {
            throw Damaged("The package describes a file in two ways.");
        }

        return start;
    }

    private static string ReadName(ReadOnlySpan<byte> bytes)
    {
        string name;
        try
        {
            name = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            name = Encoding.Latin1.GetString(bytes);
        }

        return OfdPath.IsSafe(name.TrimEnd('/'))
            ? name
            : throw new OfdFormatException(SealReasons.OfdPathUnsafe, "A file of the package has a name that leads out of it.");
    }

    private void CheckPieces(long end)
    {
        var position = 0L;
        var mayDescribe = false;
        foreach (var (start, pieceEnd, hasDescriptor) in _pieces.Order())
        {
            CheckGap(start - position, mayDescribe);
            (position, mayDescribe) = (pieceEnd, hasDescriptor);
        }

        CheckGap(end - position, mayDescribe);
    }

    // 4.3.9: 12 to 24 bytes of sizes may follow a file. Files that overlap unpack to more than the package could hold.
    private void CheckGap(long gap, bool mayDescribe)
    {
        if (gap < 0)
        {
            throw Damaged("Files of the package overlap.");
        }

        HasHiddenBytes |= gap != 0 && !(mayDescribe && gap is 12 or 16 or 20 or 24);
    }

    private ReadOnlyMemory<byte> ReadAt(long offset, int length)
    {
        var bytes = new byte[length];
        _stream.Position = offset;
        return _stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw Damaged("The package is cut off.");
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static OfdFormatException Damaged(string message) => new(SealReasons.OfdDamaged, message);
}

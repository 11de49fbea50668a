using System.Buffers.Binary;

namespace Market.Signing.Ofd;

/// <summary>Where the directory of a package beyond 4 GiB is (ZIP64; APPNOTE 6.3.10, 4.3.14 and 4.3.15).</summary>
/// <param name="Count">How many files it lists.</param>
/// <param name="Size">Its length.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="EndsAt">Where it must end: its own end record begins there.</param>
internal sealed record ZipLarge(long Count, long Size, long Offset, long EndsAt)
{
    /// <summary>Stands in a field of four bytes for a value that does not fit.</summary>
    public const uint Masked = uint.MaxValue;

    private const uint LocatorSignature = 0x07064B50;
    private const uint EndSignature = 0x06064B50;
    private const int LocatorBytes = 20;
    private const int EndBytes = 56;
    private const int HeadBytes = 12;
    private const int OffsetField = 1;

    public delegate ReadOnlySpan<byte> Reader(long offset, int length);

    public static bool IsNeeded(long count, long size, long offset) => count == ushort.MaxValue || size == Masked || offset == Masked;

    /// <summary>The record before the end record; null when it is not exactly there.</summary>
    /// <param name="endsAt">Where the usual end record begins.</param>
    /// <param name="read">Reads bytes of the package.</param>
    public static ZipLarge? ReadEnd(long endsAt, Reader read)
    {
        var at = endsAt - LocatorBytes - EndBytes;
        if (at < 0)
        {
            return null;
        }

        // One disk, and nothing between the two records.
        var locator = read(endsAt - LocatorBytes, LocatorBytes);
        if (U32(locator, 0) != LocatorSignature || U32(locator, 4) != 0 || I64(locator, 8) != at || U32(locator, 16) != 1)
        {
            return null;
        }

        var end = read(at, EndBytes);
        var (count, size, offset) = (I64(end, 32), I64(end, 40), I64(end, 48));
        return U32(end, 0) == EndSignature && I64(end, 4) == EndBytes - HeadBytes && U32(end, 16) == 0 && U32(end, 20) == 0
            && I64(end, 24) == count && count >= 0 && size >= 0 && offset >= 0
            ? new ZipLarge(count, size, offset, at)
            : null;
    }

    /// <summary>Whether the usual end record says the same wherever it says anything.</summary>
    public bool Agrees(long count, long size, long offset) =>
        (count == ushort.MaxValue || count == Count) && (size == Masked || size == Size) && (offset == Masked || offset == Offset);

    /// <summary>The offset of a file in its extra field (4.5.3). A single file of 4 GiB is not taken.</summary>
    public static long? ReadOffset(ReadOnlySpan<byte> extra, long size, long compressed)
    {
        while (size != Masked && compressed != Masked && extra.Length >= 4)
        {
            var (kind, length) = (BinaryPrimitives.ReadUInt16LittleEndian(extra), BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]));
            if (extra.Length < 4 + length)
            {
                return null;
            }

            if (kind == OffsetField)
            {
                return length == sizeof(long) ? I64(extra, 4) : null;
            }

            extra = extra[(4 + length)..];
        }

        return null;
    }

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}

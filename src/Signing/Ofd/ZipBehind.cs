using System.Buffers.Binary;
using System.Text;

namespace Market.Signing.Ofd;

/// <summary>Finds a ZIP package at the end of a file that begins as something else. Programs that look from the end see the package, those
/// that look from the start the other thing; so it is named, never judged.</summary>
internal static class ZipBehind
{
    private const uint EndSignature = 0x06054B50;
    private const uint EntrySignature = 0x02014B50;
    private const int EndBytes = 22;
    private const int EntryBytes = 46;
    private const int LargestDirectory = 16 << 20;

    /// <summary>The names in the directory of a package with bytes in front; empty when there is none.</summary>
    public static IReadOnlyList<string> Names(Stream stream)
    {
        Span<byte> end = stackalloc byte[EndBytes];
        if (stream.Length < EndBytes || !TryRead(stream, stream.Length - EndBytes, end) || U32(end, 0) != EndSignature)
        {
            return [];
        }

        var (size, offset) = (U32(end, 12), U32(end, 16));
        var start = stream.Length - EndBytes - size;
        if (size > LargestDirectory || start <= offset)
        {
            return [];
        }

        var directory = new byte[size];
        return TryRead(stream, start, directory) ? Names(directory) : [];
    }

    private static List<string> Names(ReadOnlySpan<byte> directory)
    {
        var names = new List<string>();
        while (directory.Length >= EntryBytes && U32(directory, 0) == EntrySignature)
        {
            var nameLength = U16(directory, 28);
            var length = EntryBytes + nameLength + U16(directory, 30) + U16(directory, 32);
            if (length > directory.Length)
            {
                break;
            }

            names.Add(Encoding.UTF8.GetString(directory.Slice(EntryBytes, nameLength)));
            directory = directory[length..];
        }

        return names;
    }

    private static bool TryRead(Stream stream, long offset, Span<byte> bytes)
    {
        stream.Position = offset;
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

using System.Buffers.Binary;

namespace Market.Signing.Fonts;

/// <summary>The Unicode part of a cmap table: formats 4 and 12.</summary>
internal sealed class CharacterMap
{
    private readonly byte[] _table;
    private readonly int _offset;
    private readonly int _format;

    public CharacterMap(byte[] table)
    {
        _table = table;
        var count = UInt16(2);
        var best = -1;
        for (var i = 0; i < count; i++)
        {
            var record = 4 + (i * 8);
            var (platform, encoding, offset) = (UInt16(record), UInt16(record + 2), (int)UInt32(record + 4));
            var format = UInt16(offset);
            var isUnicode = platform == 0 || (platform == 3 && encoding is 1 or 10);

            // Format 12 reaches the characters beyond the first plane, so it is preferred.
            if (isUnicode && format is 4 or 12 && format > best)
            {
                (best, _offset, _format) = (format, offset, format);
            }
        }

        if (best < 0)
        {
            throw new FontFormatException("The font has no Unicode character map.");
        }
    }

    public int GlyphOf(int codePoint) => _format == 12 ? FromGroups(codePoint) : FromSegments(codePoint);

    private int FromGroups(int codePoint)
    {
        var (low, high) = (0, (int)UInt32(_offset + 12) - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var group = _offset + 16 + (middle * 12);
            if (codePoint < UInt32(group))
            {
                high = middle - 1;
            }
            else if (codePoint > UInt32(group + 4))
            {
                low = middle + 1;
            }
            else
            {
                return (int)(UInt32(group + 8) + (codePoint - UInt32(group)));
            }
        }

        return 0;
    }

    private int FromSegments(int codePoint)
    {
        var doubled = UInt16(_offset + 6);
        for (var i = 0; i < doubled; i += 2)
        {
            var end = UInt16(_offset + 14 + i);
            if (codePoint > end)
            {
                continue;
            }

            var start = UInt16(_offset + 16 + doubled + i);
            if (codePoint < start)
            {
                return 0;
            }

            var delta = UInt16(_offset + 16 + (2 * doubled) + i);
            var rangePosition = _offset + 16 + (3 * doubled) + i;
            var range = UInt16(rangePosition);
            if (range == 0)
            {
                return (codePoint + delta) & 0xFFFF;
            }

            var glyph = UInt16(rangePosition + range + (2 * (codePoint - start)));
            return glyph == 0 ? 0 : (glyph + delta) & 0xFFFF;
        }

        return 0;
    }

    private int UInt16(int offset) => BinaryPrimitives.ReadUInt16BigEndian(_table.AsSpan(offset));

    private long UInt32(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_table.AsSpan(offset));
}

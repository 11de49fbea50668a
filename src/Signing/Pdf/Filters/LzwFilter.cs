namespace Market.Signing.Pdf.Filters;

/// <summary>LZWDecode: ISO 32000-2, 7.4.4.2. Codes of 9 to 12 bits, most significant bit first.</summary>
internal static class LzwFilter
{
    private const int ClearTable = 256;
    private const int EndOfData = 257;
    private const int TableSize = 4096;

    public static byte[] Decode(byte[] bytes, bool earlyChange, int limit)
    {
        // Each entry is its prefix's text and one more byte; texts are written backwards from the table.
        var prefix = new short[TableSize];
        var last = new byte[TableSize];
        var length = new int[TableSize];
        for (var i = 0; i < 256; i++)
        {
            (last[i], length[i], prefix[i]) = ((byte)i, 1, -1);
        }

        using var output = new DecodedOutput(limit);
        var text = new byte[TableSize];
        var (next, width, previous, position) = (EndOfData + 1, 9, -1, 0L);
        var early = earlyChange ? 1 : 0;
        while (position + width <= bytes.Length * 8L)
        {
            var code = ReadCode(bytes, position, width);
            position += width;
            if (code == EndOfData)
            {
                break;
            }

            if (code == ClearTable)
            {
                (next, width, previous) = (EndOfData + 1, 9, -1);
                continue;
            }

            if (code > next || code == ClearTable || (code == next && previous < 0) || (code >= EndOfData && code >= next && next == TableSize))
            {
                throw new InvalidDataException("An LZW code stands for nothing.");
            }

            if (previous >= 0 && next < TableSize)
            {
                var first = FirstByte(prefix, last, code == next ? previous : code);
                (prefix[next], last[next], length[next]) = ((short)previous, first, length[previous] + 1);
                next++;
            }

            var size = length[code];
            for (int i = size - 1, entry = code; i >= 0; i--, entry = prefix[entry])
            {
                text[i] = last[entry];
            }

            output.Write(text.AsSpan(0, size));
            previous = code;
            width = (next + early) switch
            {
                >= 2048 => 12,
                >= 1024 => 11,
                >= 512 => 10,
                _ => 9,
            };
        }

        return output.ToArray();
    }

    private static int ReadCode(byte[] bytes, long bit, int width)
    {
        var code = 0;
        for (var i = 0; i < width; i++)
        {
            var index = bit + i;
            code = (code << 1) | ((bytes[index / 8] >> (int)(7 - (index % 8))) & 1);
        }

        return code;
    }

    private static byte FirstByte(short[] prefix, byte[] last, int code)
    {
        while (prefix[code] >= 0)
        {
            code = prefix[code];
        }

        return last[code];
    }
}

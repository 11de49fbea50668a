namespace Market.Signing.Seals;

/// <summary>The packing of GIF files (GIF89a, appendix F): codes of growing width, the low bits first.</summary>
internal static class GifLzw
{
    private const int MostCodes = 4096;
    private const int WidestCode = 12;

    /// <summary>The palette index of every pixel; null when the data are damaged or too few.</summary>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int codeSize, int count)
    {
        if (codeSize is < 2 or > 8)
        {
            return null;
        }

        var output = new byte[count];
        var (starts, lengths) = (new int[MostCodes], new int[MostCodes]);
        var clear = 1 << codeSize;
        var (next, width, previous, written) = (clear + 2, codeSize + 1, -1, 0);
        var (bits, held) = (0u, 0);
        foreach (var octet in packed)
        {
            bits |= (uint)octet << held;
            held += 8;
            while (held >= width && written < count)
            {
                var code = (int)(bits & ((1u << width) - 1));
                bits >>= width;
                held -= width;
                if (code == clear)
                {
                    (next, width, previous) = (clear + 2, codeSize + 1, -1);
                    continue;
                }

                if (code == clear + 1 || code > next || (previous < 0 && code >= clear))
                {
                    return null;
                }

                // A code stands for bytes that were written already: where they start, and how many they are.
                var start = written;
                if (code < clear)
                {
                    output[written++] = (byte)code;
                }
                else
                {
                    var (from, length) = code < next ? (starts[code], lengths[code]) : (previous, start - previous + 1);
                    for (var i = 0; i < length && written < count; i++)
                    {
                        output[written++] = output[from + i];
                    }
                }

                if (previous >= 0 && next < MostCodes)
                {
                    (starts[next], lengths[next]) = (previous, start - previous + 1);
                    next++;
                    width += next == 1 << width && width < WidestCode ? 1 : 0;
                }

                previous = start;
            }
        }

        return written == count ? output : null;
    }
}

namespace Market.Signing.Tests.GuoMi;

/// <summary>Writes GIF files (GIF89a).</summary>
internal static class GifForge
{
    /// <param name="indexes">A palette index for each pixel, rows from the top.</param>
    /// <param name="palette">Three bytes for each colour; two, four, ... up to 256 of them.</param>
    /// <param name="clear">The index that is not seen.</param>
    public static byte[] Write(int width, byte[] indexes, byte[] palette, int? clear = null, bool isInterlaced = false)
    {
        var height = indexes.Length / width;
        var depth = (int)Math.Log2(palette.Length / 3);
        var codeSize = Math.Max(2, depth);
        var rows = isInterlaced
            ? ((int First, int Step)[])[(0, 8), (4, 8), (2, 4), (1, 2)] is var passes ? passes.SelectMany(pass => Every(pass.First, pass.Step, height)) : []
            : Enumerable.Range(0, height);
        byte[] ordered = [.. rows.SelectMany(row => indexes.Skip(row * width).Take(width))];
        var packed = Pack(ordered, codeSize);
        var file = new List<byte>([.. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), (byte)(0x80 | (depth - 1)), 0, 0, .. palette]);
        if (clear is { } index)
        {
            file.AddRange([0x21, 0xF9, 4, 1, 0, 0, (byte)index, 0]);
        }

        file.AddRange([0x2C, 0, 0, 0, 0, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), (byte)(isInterlaced ? 0x40 : 0), (byte)codeSize]);
        foreach (var block in packed.Chunk(255))
        {
            file.AddRange([(byte)block.Length, .. block]);
        }

        return [.. file, 0, 0x3B];
    }

    private static IEnumerable<int> Every(int first, int step, int end)
    {
        for (var at = first; at < end; at += step)
        {
            yield return at;
        }
    }

    private static byte[] Pack(byte[] indexes, int codeSize)
    {
        var (clear, output, bits, held) = (1 << codeSize, new List<byte>(), 0u, 0);
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        var (next, width) = (clear + 2, codeSize + 1);
        Put(clear);
        var current = "";
        foreach (var index in indexes)
        {
            var longer = current + (char)index;
            if (longer.Length == 1 || codes.ContainsKey(longer))
            {
                current = longer;
                continue;
            }

            Put(CodeOf(current));
            if (next < 4096)
            {
                codes[longer] = next++;
                width += next > 1 << width && width < 12 ? 1 : 0;
            }
            else
            {
                Put(clear);
                codes.Clear();
                (next, width) = (clear + 2, codeSize + 1);
            }

            current = ((char)index).ToString();
        }

        Put(CodeOf(current));
        Put(clear + 1);
        if (held > 0)
        {
            output.Add((byte)bits);
        }

        return [.. output];

        int CodeOf(string text) => text.Length == 1 ? text[0] : codes[text];

        void Put(int code)
        {
            bits |= (uint)code << held;
            for (held += width; held >= 8; held -= 8, bits >>= 8)
            {
                output.Add((byte)bits);
            }
        }
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Market.Signing.Fonts;

/// <summary>Writes a subset as a TrueType program for embedding in PDF (ISO 32000-2, 9.9.2): outlines without hinting
/// instructions, and only the tables a CIDFontType2 needs.</summary>
internal static class TrueTypeWriter
{
    private const ushort ArgumentsAreWords = 0x0001;
    private const ushort HasScale = 0x0008;
    private const ushort MoreComponents = 0x0020;
    private const ushort HasTwoScales = 0x0040;
    private const ushort HasMatrix = 0x0080;
    private const ushort HasInstructions = 0x0100;

    public static byte[] Write(FontSubset subset)
    {
        var font = subset.Font;
        var glyphs = new List<int> { 0 };
        glyphs.AddRange(subset.Used.Select(used => used.Glyph));

        // Parts of composite glyphs join at the end, so codes stay what content streams were given.
        var outlines = new List<byte[]>();
        for (var i = 0; i < glyphs.Count; i++)
        {
            outlines.Add(CopyOutline(font.ReadGlyph(glyphs[i]), glyphs));
        }

        var (glyf, loca) = JoinOutlines(outlines);
        var tables = new List<(string Tag, byte[] Bytes)>
        {
            ("glyf", glyf),
            ("head", Head(font.TableOrEmpty("head"))),
            ("hhea", HorizontalHeader(font.TableOrEmpty("hhea"), glyphs.Count)),
            ("hmtx", HorizontalMetrics(font, glyphs)),
            ("loca", loca),
            ("maxp", MaximumProfile(font.TableOrEmpty("maxp"), glyphs.Count)),
        };
        return Assemble(tables);
    }

    private static byte[] CopyOutline(byte[] outline, List<int> glyphs)
    {
        if (outline.Length < 10)
        {
            return [];
        }

        return BinaryPrimitives.ReadInt16BigEndian(outline) < 0 ? CopyComposite(outline, glyphs) : CopySimple(outline);
    }

    private static byte[] CopySimple(byte[] outline)
    {
        var contours = BinaryPrimitives.ReadInt16BigEndian(outline);
        var afterEnds = 10 + (2 * contours);
        var instructions = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(afterEnds));
        var points = contours == 0 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(afterEnds - 2)) + 1;
        var start = afterEnds + 2 + instructions;
        var end = EndOfPoints(outline, start, points);
        return [.. outline.AsSpan(0, afterEnds), 0, 0, .. outline.AsSpan(start, end - start)];
    }

    // The flags tell how many bytes each coordinate takes; what follows them is padding.
    private static int EndOfPoints(byte[] outline, int start, int points)
    {
        var (position, coordinates) = (start, 0);
        for (var done = 0; done < points;)
        {
            var flag = outline[position++];
            var repeat = (flag & 8) != 0 ? outline[position++] + 1 : 1;
            var x = (flag & 2) != 0 ? 1 : (flag & 16) != 0 ? 0 : 2;
            var y = (flag & 4) != 0 ? 1 : (flag & 32) != 0 ? 0 : 2;
            coordinates += repeat * (x + y);
            done += repeat;
        }

        return position + coordinates;
    }

    private static byte[] CopyComposite(byte[] outline, List<int> glyphs)
    {
        var copy = outline.ToArray();
        var position = 10;
        ushort flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(position));
            var part = BinaryPrimitives.ReadUInt16BigEndian(copy.AsSpan(position + 2));
            var index = glyphs.IndexOf(part);
            if (index < 0)
            {
                index = glyphs.Count;
                glyphs.Add(part);
            }

            BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(position), (ushort)(flags & ~HasInstructions));
            BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(position + 2), (ushort)index);
            position += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2)
                + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);

        return copy[..position];
    }

    private static (byte[] Glyf, byte[] Loca) JoinOutlines(List<byte[]> outlines)
    {
        var glyf = new MemoryStream();
        var loca = new byte[(outlines.Count + 1) * 4];
        for (var i = 0; i < outlines.Count; i++)
        {
            glyf.Write(outlines[i]);
            while (glyf.Length % 4 != 0)
            {
                glyf.WriteByte(0);
            }

            BinaryPrimitives.WriteUInt32BigEndian(loca.AsSpan((i + 1) * 4), (uint)glyf.Length);
        }

        return (glyf.ToArray(), loca);
    }

    private static byte[] Head(byte[] head)
    {
        var copy = head[..54];

        // Checksum adjustment 0 (embedded fonts are not checked) and long glyph offsets.
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(copy.AsSpan(50), 1);
        return copy;
    }

    private static byte[] HorizontalHeader(byte[] header, int glyphs)
    {
        var copy = header[..36];
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(34), (ushort)glyphs);
        return copy;
    }

    private static byte[] HorizontalMetrics(TrueTypeFont font, List<int> glyphs)
    {
        var metrics = new byte[glyphs.Count * 4];
        for (var i = 0; i < glyphs.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(metrics.AsSpan(i * 4), (ushort)font.AdvanceOf(glyphs[i]));
            BinaryPrimitives.WriteInt16BigEndian(metrics.AsSpan((i * 4) + 2), (short)font.LeftSideBearingOf(glyphs[i]));
        }

        return metrics;
    }

    private static byte[] MaximumProfile(byte[] profile, int glyphs)
    {
        var copy = profile.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(copy.AsSpan(4), (ushort)glyphs);
        return copy;
    }

    private static byte[] Assemble(List<(string Tag, byte[] Bytes)> tables)
    {
        var headerLength = 12 + (16 * tables.Count);
        var output = new byte[headerLength + tables.Sum(table => (table.Bytes.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteUInt32BigEndian(output, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(4), (ushort)tables.Count);
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(6), (ushort)((1 << power) * 16));
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(10), (ushort)((tables.Count * 16) - ((1 << power) * 16)));
        var offset = headerLength;
        for (var i = 0; i < tables.Count; i++)
        {
            var (tag, bytes) = tables[i];
            var record = output.AsSpan(12 + (i * 16), 16);
            Encoding.ASCII.GetBytes(tag, record);
            bytes.CopyTo(output, offset);
            BinaryPrimitives.WriteUInt32BigEndian(record[4..], CheckSum(output.AsSpan(offset, (bytes.Length + 3) / 4 * 4)));
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)bytes.Length);
            offset += (bytes.Length + 3) / 4 * 4;
        }

        return output;
    }

    private static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]));
        }

        return sum;
    }
}

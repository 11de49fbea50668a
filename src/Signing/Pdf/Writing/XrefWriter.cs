using System.Buffers.Text;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Writing;

/// <summary>Writes a cross-reference section with its trailer, <c>startxref</c> and <c>%%EOF</c> (ISO 32000-2, 7.5.4 to 7.5.8).</summary>
internal static class XrefWriter
{
    private const long LargestTableOffset = 9_999_999_999;

    /// <param name="baseOffset">File offset of the buffer's first byte.</param>
    /// <param name="entries">Offsets by object number. Number 0, where given, is the head of the free list.</param>
    public static void WriteTable(PdfBuffer buffer, long baseOffset, SortedList<int, WrittenObject> entries, PdfDictionary trailer)
    {
        var start = baseOffset + buffer.Length;
        buffer.Write("xref\n"u8);
        foreach (var (first, count) in Runs(entries))
        {
            buffer.Write(first);
            buffer.Write((byte)' ');
            buffer.Write(count);
            buffer.Write((byte)'\n');
            for (var i = 0; i < count; i++)
            {
                WriteLine(buffer, first + i, entries[first + i]);
            }
        }

        buffer.Write("trailer\n"u8);
        ObjectWriter.Write(buffer, trailer);
        WriteEnd(buffer, start);
    }

    /// <param name="self">The number of the stream object itself, which lists itself.</param>
    /// <param name="trailer">Trailer keys; the stream's own are added.</param>
    public static void WriteStream(PdfBuffer buffer, long baseOffset, SortedList<int, WrittenObject> entries, int self, PdfDictionary trailer)
    {
        var start = baseOffset + buffer.Length;
        entries[self] = new WrittenObject(start, 0);
        using var content = new PdfBuffer(entries.Count * 16);
        var index = new List<PdfObject>();
        var width = start > uint.MaxValue ? 8 : 4;
        foreach (var (first, count) in Runs(entries))
        {
            index.Add(new PdfInteger(first));
            index.Add(new PdfInteger(count));
            for (var i = 0; i < count; i++)
            {
                WriteEntry(content, first + i, entries[first + i], width);
            }
        }

        buffer.Write(self);
        buffer.Write(" 0 obj\n"u8);
        ObjectWriter.Write(buffer, trailer.With(
            ("Type", new PdfName("XRef")),
            ("W", PdfArray.OfIntegers(1, width, 2)),
            ("Index", new PdfArray(index)),
            ("Length", new PdfInteger(content.Length))));
        buffer.Write("stream\n"u8);
        buffer.Write(content.Span);
        buffer.Write("\nendstream\nendobj\n"u8);
        WriteEnd(buffer, start);
    }

    private static void WriteLine(PdfBuffer buffer, int number, WrittenObject entry)
    {
        if (entry.Position > LargestTableOffset)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "A cross-reference table cannot describe a file this large.");
        }

        Span<byte> line = stackalloc byte[20];
        Utf8Formatter.TryFormat(entry.Position, line, out _, new System.Buffers.StandardFormat('D', 10));
        line[10] = (byte)' ';
        Utf8Formatter.TryFormat(number == 0 ? ushort.MaxValue : entry.Generation, line[11..], out _, new System.Buffers.StandardFormat('D', 5));
        (number == 0 ? " f \n"u8 : " n \n"u8).CopyTo(line[16..]);
        buffer.Write(line);
    }

    private static void WriteEntry(PdfBuffer content, int number, WrittenObject entry, int width)
    {
        content.Write((byte)(number == 0 ? 0 : entry.Container == 0 ? 1 : 2));
        var second = entry.Container == 0 ? entry.Position : entry.Container;
        for (var shift = 8 * (width - 1); shift >= 0; shift -= 8)
        {
            content.Write((byte)((second >> shift) & 0xFF));
        }

        var third = number == 0 ? ushort.MaxValue : entry.Generation;
        content.Write((byte)(third >> 8));
        content.Write((byte)(third & 0xFF));
    }

    private static void WriteEnd(PdfBuffer buffer, long start)
    {
        buffer.Write("\nstartxref\n"u8);
        buffer.Write(start);
        buffer.Write("\n%%EOF\n"u8);
    }

    private static IEnumerable<(int First, int Count)> Runs(SortedList<int, WrittenObject> entries)
    {
        for (var i = 0; i < entries.Count;)
        {
            var first = entries.Keys[i];
            var count = 1;
            while (i + count < entries.Count && entries.Keys[i + count] == first + count)
            {
                count++;
            }

            yield return (first, count);
            i += count;
        }
    }
}

/// <summary>Where an object was written.</summary>
/// <param name="Position">File offset; of no meaning for an object in an object stream.</param>
/// <param name="Generation">Generation number, or the index within an object stream.</param>
/// <param name="Container">Number of the object stream that holds it; 0 when it stands alone.</param>
internal readonly record struct WrittenObject(long Position, int Generation, int Container = 0);

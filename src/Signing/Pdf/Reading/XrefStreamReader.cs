using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads cross-reference streams: ISO 32000-2, 7.5.8.</summary>
internal static class XrefStreamReader
{
    private const int WidestField = 8;

    /// <summary>Reads the stream object at the offset.</summary>
    public static XrefSection Read(PdfSource source, long offset, ReadingLimits limits)
    {
        // 7.5.8.2: all values of the dictionary are direct, so nothing has to be resolved.
        var found = IndirectObjectReader.Read(source, offset, limits, _ => null);
        if (found.Value is not PdfStream stream || !stream.Dictionary.HasName("Type", "XRef"))
        {
            throw Damaged("A cross-reference stream is not where the file says it is.", offset);
        }

        var widths = ReadWidths(stream.Dictionary, offset);
        var ranges = ReadRanges(stream.Dictionary, limits, offset);
        var entryLength = widths.Sum();
        var bytes = StreamDecoder.Decode(source, stream, limits.DecodedBytes, value => value);
        if (ranges.Sum(range => (long)range.Count) * entryLength > bytes.Length)
        {
            throw Damaged("A cross-reference stream is shorter than its index.", offset);
        }

        var subsections = new List<XrefSubsection>(ranges.Count);
        var position = 0;
        foreach (var (first, count) in ranges)
        {
            var entries = new XrefEntry[count];
            for (var i = 0; i < count; i++, position += entryLength)
            {
                entries[i] = ReadEntry(bytes.AsSpan(position, entryLength), widths, offset);
            }

            subsections.Add(new XrefSubsection(first, entries));
        }

        return new XrefSection(XrefForm.Stream, offset, found.End, stream.Dictionary, subsections);
    }

    private static int[] ReadWidths(PdfDictionary dictionary, long offset)
    {
        if (dictionary["W"] is not PdfArray { Count: >= 3 } array)
        {
            throw Damaged("A cross-reference stream has no field widths.", offset);
        }

        var widths = new int[3];
        for (var i = 0; i < 3; i++)
        {
            if (array[i] is not PdfInteger { Value: >= 0 and <= WidestField } width)
            {
                throw Damaged("A cross-reference stream has impossible field widths.", offset);
            }

            widths[i] = (int)width.Value;
        }

        return array.Count == 3 && widths[1] > 0 ? widths : throw Damaged("A cross-reference stream has impossible field widths.", offset);
    }

    private static List<(int First, int Count)> ReadRanges(PdfDictionary dictionary, ReadingLimits limits, long offset)
    {
        if (dictionary["Size"] is not PdfInteger { Value: > 0 and < int.MaxValue } size)
        {
            throw Damaged("A cross-reference stream does not say how many objects there are.", offset);
        }

        var index = dictionary["Index"] as PdfArray ?? PdfArray.OfIntegers(0, size.Value);
        var ranges = new List<(int, int)>();
        long total = 0;
        for (var i = 0; i + 1 < index.Count; i += 2)
        {
            if (index[i] is not PdfInteger { Value: >= 0 and < int.MaxValue } first
                || index[i + 1] is not PdfInteger { Value: >= 0 and < int.MaxValue } count
                || first.Value + count.Value > int.MaxValue)
            {
                throw Damaged("A cross-reference stream has an impossible index.", offset);
            }

            total += count.Value;
            if (total > limits.Objects)
            {
                throw new PdfFormatException(PdfFormatException.LimitExceeded, "The file lists too many objects.", offset);
            }

            ranges.Add(((int)first.Value, (int)count.Value));
        }

        return ranges;
    }

    private static XrefEntry ReadEntry(ReadOnlySpan<byte> bytes, int[] widths, long offset)
    {
        // 7.5.8.2: a missing first field means type 1.
        var type = widths[0] == 0 ? 1 : ReadField(bytes[..widths[0]]);
        var second = ReadField(bytes.Slice(widths[0], widths[1]));
        var third = ReadField(bytes.Slice(widths[0] + widths[1], widths[2]));
        if (type == 2 && second is > 0 and <= int.MaxValue && third <= int.MaxValue)
        {
            return new XrefEntry(XrefEntryKind.Compressed, (long)second, (int)third);
        }

        return type switch
        {
            0 => new XrefEntry(XrefEntryKind.Free, (long)(second & long.MaxValue), (int)(third & ushort.MaxValue)),
            1 when second <= long.MaxValue && third <= ushort.MaxValue => new XrefEntry(XrefEntryKind.InUse, (long)second, (int)third),
            2 => throw Damaged("A cross-reference stream points outside the file.", offset),
            1 => throw Damaged("A cross-reference stream points outside the file.", offset),

            // 7.5.8.3: any other type is a reference to the null object.
            _ => new XrefEntry(XrefEntryKind.Free, 0, 0),
        };
    }

    private static ulong ReadField(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        foreach (var part in bytes)
        {
            value = unchecked(value << 8) | part;
        }

        return value;
    }

    private static PdfFormatException Damaged(string sentence, long offset) => new(PdfFormatException.Damaged, sentence, offset);
}

using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Reads cross-reference tables and their trailers: ISO 32000-2, 7.5.4 and 7.5.5.</summary>
internal static class XrefTableReader
{
    private const int EntryLength = 20;
    private const int EntriesPerRead = 3000;

    /// <summary>Reads the table whose keyword <c>xref</c> stands at the offset; a hybrid part is not followed here.</summary>
    public static XrefSection Read(PdfSource source, long offset, ReadingLimits limits)
    {
        var position = offset;
        var subsections = new List<XrefSubsection>();
        long total = 0;
        var head = new ByteCursor(source.Read(position, 64));
        head.SkipWhiteSpace();
        if (!head.TryReadKeyword("xref"u8))
        {
            throw Damaged("A cross-reference section is not where the file says it is.", offset);
        }

        position += head.Position;
        while (true)
        {
            var cursor = new ByteCursor(source.Read(position, 128));
            cursor.SkipWhiteSpace();
            if (cursor.TryReadKeyword("trailer"u8))
            {
                position += cursor.Position;
                var (trailer, end) = ReadTrailer(source, position, limits);
                return new XrefSection(XrefForm.Table, offset, end, trailer, subsections);
            }

            if (!NumberReader.TryReadUnsigned(ref cursor, out var first))
            {
                throw Damaged("A cross-reference table is malformed.", position);
            }

            cursor.SkipWhiteSpace();
            if (!NumberReader.TryReadUnsigned(ref cursor, out var count) || first + count > int.MaxValue)
            {
                throw Damaged("A cross-reference table is malformed.", position);
            }

            cursor.SkipWhiteSpace();
            position += cursor.Position;
            total += count;
            if (total > limits.Objects)
            {
                throw new PdfFormatException(PdfFormatException.LimitExceeded, "The file lists too many objects.", position);
            }

            if (count * EntryLength > source.Length - position)
            {
                throw Damaged("A cross-reference table is cut off.", position);
            }

            subsections.Add(new XrefSubsection((int)first, ReadEntries(source, position, (int)count)));
            position += count * EntryLength;
        }
    }

    /// <summary>Reads a trailer dictionary at or after the offset; the second value is the offset behind it.</summary>
    private static (PdfDictionary Trailer, long End) ReadTrailer(PdfSource source, long offset, ReadingLimits limits)
    {
        for (var size = 1024; ; size *= 8)
        {
            var window = source.Read(offset, Math.Min(size, limits.ObjectBytes));
            var cursor = new ByteCursor(window);
            cursor.SkipWhiteSpace();
            if (ObjectReader.TryRead(ref cursor, limits.Depth, out var value) && value is PdfDictionary trailer)
            {
                return (trailer, offset + cursor.Position);
            }

            if (!cursor.TouchedEnd || offset + window.Length >= source.Length || size >= limits.ObjectBytes)
            {
                throw Damaged("A trailer dictionary is malformed.", offset);
            }
        }
    }

    private static XrefEntry[] ReadEntries(PdfSource source, long offset, int count)
    {
        var entries = new XrefEntry[count];
        for (var start = 0; start < count; start += EntriesPerRead)
        {
            var batch = Math.Min(EntriesPerRead, count - start);
            var bytes = source.Read(offset + ((long)start * EntryLength), batch * EntryLength);
            for (var i = 0; i < batch; i++)
            {
                if (!TryReadEntry(bytes.Slice(i * EntryLength, EntryLength), out entries[start + i]))
                {
                    throw Damaged("A cross-reference entry is malformed.", offset + ((long)(start + i) * EntryLength));
                }
            }
        }

        return entries;
    }

    // 7.5.4: ten digits, a space, five digits, a space, n or f, and a two-character end of line.
    private static bool TryReadEntry(ReadOnlySpan<byte> line, out XrefEntry entry)
    {
        entry = default;
        if (line[10] != ' ' || line[16] != ' ' || !CharacterClass.IsWhiteSpace(line[18]) || !CharacterClass.IsWhiteSpace(line[19])
            || !TryReadDigits(line[..10], out var position) || !TryReadDigits(line.Slice(11, 5), out var generation))
        {
            return false;
        }

        switch (line[17])
        {
            case (byte)'n':
                entry = new XrefEntry(XrefEntryKind.InUse, position, (int)generation);
                return true;
            case (byte)'f':
                entry = new XrefEntry(XrefEntryKind.Free, position, (int)generation);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!CharacterClass.IsDigit(digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }

    private static PdfFormatException Damaged(string sentence, long offset) => new(PdfFormatException.Damaged, sentence, offset);
}

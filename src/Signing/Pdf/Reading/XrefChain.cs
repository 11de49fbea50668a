using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Follows <c>startxref</c> and /Prev through all cross-reference sections: ISO 32000-2, 7.5.5 and 7.5.6.</summary>
internal static class XrefChain
{
    /// <summary>The sections of the file, newest first.</summary>
    public static List<XrefSection> Read(PdfSource source, ReadingLimits limits)
    {
        var sections = new List<XrefSection>();
        var visited = new HashSet<long>();
        for (long? offset = FindStart(source, limits.TailBytes); offset is { } at; offset = Previous(sections[^1]))
        {
            if (!visited.Add(at))
            {
                throw Damaged("The cross-reference sections run in a circle.", at);
            }

            if (sections.Count == limits.Sections)
            {
                throw new PdfFormatException(PdfFormatException.LimitExceeded, "The file has too many cross-reference sections.", at);
            }

            sections.Add(ReadSection(source, at, limits));
        }

        return sections;
    }

    /// <summary>Whether what stands at the offset is the end of a revision: <c>startxref</c>, a number, <c>%%EOF</c> and
    /// at most one end of line. A comment before <c>startxref</c> is passed, for iText signs its work there.</summary>
    /// <param name="end">The offset behind all of it.</param>
    public static bool TryReadEnd(PdfSource source, long offset, out long startXref, out long end)
    {
        (startXref, end) = (0, offset);
        var cursor = new ByteCursor(source.Read(offset, 512));
        SkipWhiteSpaceOnly(ref cursor);
        if (cursor.Peek() == '%' && !cursor.Rest.StartsWith("%%EOF"u8))
        {
            cursor.SkipWhiteSpace();
        }

        if (!cursor.TryReadKeyword("startxref"u8))
        {
            return false;
        }

        SkipWhiteSpaceOnly(ref cursor);
        if (!NumberReader.TryReadUnsigned(ref cursor, out startXref))
        {
            return false;
        }

        SkipWhiteSpaceOnly(ref cursor);
        if (!cursor.Rest.StartsWith("%%EOF"u8))
        {
            return false;
        }

        cursor.Skip(5);
        if (cursor.Peek() == '\r')
        {
            cursor.Skip(1);
        }

        if (cursor.Peek() == '\n')
        {
            cursor.Skip(1);
        }

        end = offset + cursor.Position;
        return true;
    }

    private static void SkipWhiteSpaceOnly(ref ByteCursor cursor)
    {
        while (CharacterClass.IsWhiteSpace(cursor.Peek()))
        {
            cursor.Skip(1);
        }
    }

    private static long FindStart(PdfSource source, int most)
    {
        const int Usual = 1024;
        var tailOffset = 0L;
        var index = -1;
        for (var length = Usual; index < 0 && length <= most; length *= 8)
        {
            tailOffset = Math.Max(0, source.Length - length);
            index = source.Read(tailOffset, length).LastIndexOf("startxref"u8);
            if (tailOffset == 0)
            {
                break;
            }
        }

        if (index < 0)
        {
            throw Damaged("The file ends before its cross-reference; it may have been cut off.", source.Length);
        }

        var offset = tailOffset + index;
        return TryReadEnd(source, offset, out var startXref, out _) ? startXref : throw Damaged("The end of the file is malformed.", offset);
    }

    private static XrefSection ReadSection(PdfSource source, long offset, ReadingLimits limits)
    {
        if (offset >= source.Length)
        {
            throw Damaged("The file points to a cross-reference behind its end; it may have been cut off.", offset);
        }

        // Some producers point at the line break before the section; every reader forgives it, and no other reading exists.
        var cursor = new ByteCursor(source.Read(offset, 16));
        SkipWhiteSpaceOnly(ref cursor);
        if (cursor.Peek() != 'x')
        {
            return XrefStreamReader.Read(source, offset, limits);
        }

        var table = XrefTableReader.Read(source, offset, limits);
        return table.Trailer["XRefStm"] is PdfInteger hybrid
            ? new XrefSection(XrefForm.Table, table.Offset, table.End, table.Trailer, table.Subsections)
            {
                Hybrid = XrefStreamReader.Read(source, hybrid.Value, limits),
            }
            : table;
    }

    private static long? Previous(XrefSection section) => section.Trailer["Prev"] switch
    {
        PdfNull => null,
        PdfInteger { Value: >= 0 } offset => offset.Value,
        _ => throw Damaged("A trailer points to no earlier cross-reference.", section.Offset),
    };

    private static PdfFormatException Damaged(string sentence, long offset) => new(PdfFormatException.Damaged, sentence, offset);
}

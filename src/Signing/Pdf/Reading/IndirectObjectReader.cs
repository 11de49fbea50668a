using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>An indirect object as it stands in the file.</summary>
/// <param name="Offset">Where the cross-reference says it begins.</param>
/// <param name="End">Offset behind its keyword <c>endobj</c>.</param>
internal sealed record IndirectObject(int Number, int Generation, PdfObject Value, long Offset, long End);

/// <summary>Reads indirect objects at an offset, streams included: ISO 32000-2, 7.3.8 and 7.3.10.</summary>
internal static class IndirectObjectReader
{
    private const int FirstWindow = 2048;

    /// <param name="resolveLength">Finds the value of an indirect /Length; null where that is not allowed or not known.</param>
    /// <param name="lost">In a damaged file: where a stream that does not say how long it is ends. Null reads strictly.</param>
    /// <exception cref="PdfFormatException">There is no well-formed indirect object at the offset.</exception>
    public static IndirectObject Read(
        PdfSource source, long offset, ReadingLimits limits, Func<PdfReference, long?> resolveLength, LostStreamEnds? lost = null)
    {
        for (var size = FirstWindow; ; size *= 8)
        {
            var window = source.Read(offset, Math.Min(size, limits.ObjectBytes));
            var cursor = new ByteCursor(window);
            var read = TryReadHead(ref cursor, limits, lost is not null, out var head);
            var isLast = offset + window.Length >= source.Length;
            if (read && (!cursor.TouchedEnd || isLast))
            {
                return head.IsStream ? ReadStream(source, offset, head, resolveLength, lost) : new IndirectObject(head.Number, head.Generation, head.Value, offset, offset + head.Length);
            }

            if (!cursor.TouchedEnd || isLast)
            {
                throw Damaged("An object is malformed or not where the file says it is.", offset);
            }

            if (size >= limits.ObjectBytes)
            {
                throw new PdfFormatException(PdfFormatException.LimitExceeded, "An object is too large.", offset);
            }
        }
    }

    /// <summary>Reads up to <c>endobj</c>, or for a stream up to the first byte of its content.</summary>
    private static bool TryReadHead(ref ByteCursor cursor, ReadingLimits limits, bool isDamaged, out Head head)
    {
        head = default;
        cursor.SkipWhiteSpace();
        if (!NumberReader.TryReadUnsigned(ref cursor, out var number) || number is 0 or > int.MaxValue)
        {
            return false;
        }

        cursor.SkipWhiteSpace();
        if (!NumberReader.TryReadUnsigned(ref cursor, out var generation) || generation > ushort.MaxValue)
        {
            return false;
        }

        cursor.SkipWhiteSpace();
        if (!cursor.TryReadKeyword("obj"u8) || !ObjectReader.TryRead(ref cursor, limits.Depth, out var value))
        {
            return false;
        }

        cursor.SkipWhiteSpace();
        var isStream = value is PdfDictionary && cursor.TryReadKeyword("stream"u8);
        if (isStream)
        {
            // 7.3.8.1: the keyword is followed by CR LF or LF, and not by CR alone.
            // Some producers put blanks in between, and readers pass over them.
            while (isDamaged && (cursor.Peek() is ' ' or '\t'))
            {
                cursor.Skip(1);
            }

            var isReturn = cursor.Peek() == '\r';
            if (isReturn)
            {
                cursor.Skip(1);
            }

            if (cursor.Peek() == '\n')
            {
                cursor.Skip(1);
            }
            else if (!isDamaged || !isReturn)
            {
                return false;
            }
        }
        else if (!cursor.TryReadKeyword("endobj"u8) && !isDamaged)
        {
            return false;
        }

        head = new Head((int)number, (int)generation, value, isStream, cursor.Position);
        return true;
    }

    private static IndirectObject ReadStream(PdfSource source, long offset, Head head, Func<PdfReference, long?> resolveLength, LostStreamEnds? lost)
    {
        var dictionary = (PdfDictionary)head.Value;
        if (dictionary.ContainsKey("F"))
        {
            throw new PdfFormatException(PdfFormatException.Unsupported, "A stream keeps its content in another file.", offset);
        }

        var length = dictionary["Length"] switch
        {
            PdfInteger direct => direct.Value,
            PdfReference indirect => resolveLength(indirect),
            _ => null,
        };
        var start = offset + head.Length;
        var self = new PdfReference(head.Number, head.Generation);
        if (length is not >= 0 || length > source.Length - start)
        {
            return lost?.Find(source, dictionary, self, offset, start) ?? throw Damaged("A stream does not say how long it is.", offset);
        }

        var end = start + length.Value;
        var cursor = new ByteCursor(source.Read(end, 256));

        // 7.3.8.1: an end of line should stand before endstream, and is not part of the content.
        cursor.SkipWhiteSpace();
        if (cursor.TryReadKeyword("endstream"u8))
        {
            cursor.SkipWhiteSpace();
            if (cursor.TryReadKeyword("endobj"u8))
            {
                var stream = new PdfStream(dictionary, start, length.Value, self);
                return new IndirectObject(head.Number, head.Generation, stream, offset, end + cursor.Position);
            }
        }

        return lost?.Find(source, dictionary, self, offset, start) ?? throw Damaged("A stream does not end where its length says.", offset);
    }

    private static PdfFormatException Damaged(string sentence, long offset) => new(PdfFormatException.Damaged, sentence, offset);

    private readonly record struct Head(int Number, int Generation, PdfObject Value, bool IsStream, int Length);
}

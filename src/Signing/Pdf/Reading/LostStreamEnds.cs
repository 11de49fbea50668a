using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Reading;

/// <summary>Finds where streams of a damaged file end by looking for the keyword <c>endstream</c> (ISO 32000-2, 7.3.8.1), since
/// their /Length is wrong or missing.</summary>
internal sealed class LostStreamEnds
{
    private const int Window = 32 << 10;

    // Nothing is found behind this offset, which is known once and need not be searched again.
    private long _noneBehind = long.MaxValue;

    /// <summary>The streams whose length had to be found so, by the offsets of their objects.</summary>
    public HashSet<long> Found { get; } = [];

    /// <summary>The stream object, its content ending before the next <c>endstream</c>; null when there is none.</summary>
    /// <param name="offset">Where the object begins.</param>
    /// <param name="start">Where its content begins.</param>
    public IndirectObject? Find(PdfSource source, PdfDictionary dictionary, PdfReference self, long offset, long start)
    {
        if (start >= _noneBehind)
        {
            return null;
        }

        var keyword = "endstream"u8;
        for (var position = start; position < source.Length; position += Window - keyword.Length)
        {
            var at = source.Read(position, Window).IndexOf(keyword);
            if (at >= 0)
            {
                Found.Add(offset);
                var end = position + at;
                return new IndirectObject(self.Number, self.Generation, new PdfStream(dictionary, start, ContentEnd(source, start, end) - start, self), offset, end + keyword.Length);
            }
        }

        _noneBehind = start;
        return null;
    }

    // The end of line before the keyword is not part of the content.
    private static long ContentEnd(PdfSource source, long start, long end)
    {
        if (end > start && source.Read(end - 1, 1)[0] == '\n')
        {
            end--;
        }

        return end > start && source.Read(end - 1, 1)[0] == '\r' ? end - 1 : end;
    }
}

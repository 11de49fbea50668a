using Market.Signing.Pdf.Encryption;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Filters;

/// <summary>Undoes the filters of a stream (ISO 32000-2, 7.4), within a limit.</summary>
internal static class StreamDecoder
{
    private const int MostFilters = 8;

    /// <param name="most">How many bytes there may be, before and after each filter.</param>
    /// <param name="resolve">Follows a reference in the stream's dictionary.</param>
    /// <param name="encryption">Of an encrypted document.</param>
    /// <exception cref="PdfFormatException">The content is malformed, too large, or uses a filter for pictures.</exception>
    public static byte[] Decode(PdfSource source, PdfStream stream, int most, Func<PdfObject, PdfObject> resolve, DocumentEncryption? encryption = null)
    {
        if (stream.DataLength > most)
        {
            throw TooLarge(stream.DataOffset);
        }

        var bytes = new byte[stream.DataLength];
        source.ReadExactly(stream.DataOffset, bytes);
        bytes = encryption?.DecryptContent(stream.Dictionary, stream.Self, bytes) ?? bytes;
        var filters = ListOf(resolve(stream.Dictionary["Filter"]), resolve);
        var parameters = ListOf(resolve(stream.Dictionary["DecodeParms"]), resolve);
        if (filters.Count > MostFilters)
        {
            throw new PdfFormatException(PdfFormatException.LimitExceeded, "A stream has too many filters.", stream.DataOffset);
        }

        for (var i = 0; i < filters.Count; i++)
        {
            var settings = i < parameters.Count && parameters[i] is PdfDictionary dictionary ? dictionary : PdfDictionary.Empty;
            try
            {
                bytes = Undo(filters[i], settings, bytes, most, resolve);
            }
            catch (InvalidDataException exception)
            {
                throw new PdfFormatException(PdfFormatException.Damaged, "The content of a stream is malformed.", stream.DataOffset, exception);
            }
            catch (DecodedTooLargeException)
            {
                throw TooLarge(stream.DataOffset);
            }
        }

        return bytes;
    }

    private static byte[] Undo(PdfObject filter, PdfDictionary settings, byte[] bytes, int limit, Func<PdfObject, PdfObject> resolve)
    {
        var name = filter is PdfName { Value: var value } ? value : "";
        return name switch
        {
            "FlateDecode" or "Fl" => Predictor.Undo(PredictorSettings.From(settings, resolve), FlateFilter.Decode(bytes, limit)),
            "LZWDecode" or "LZW" => Predictor.Undo(
                PredictorSettings.From(settings, resolve),
                LzwFilter.Decode(bytes, earlyChange: resolve(settings["EarlyChange"]) is not PdfInteger { Value: 0 }, limit)),
            "ASCII85Decode" or "A85" => Ascii85Filter.Decode(bytes),
            "ASCIIHexDecode" or "AHx" => AsciiHexFilter.Decode(bytes),
            "RunLengthDecode" or "RL" => RunLengthFilter.Decode(bytes, limit),

            // 7.4.10: undone already, with the encryption.
            "Crypt" => bytes,
            _ => throw new PdfFormatException(PdfFormatException.Unsupported, $"The filter '{name}' is not one that text and structure use."),
        };
    }

    private static List<PdfObject> ListOf(PdfObject value, Func<PdfObject, PdfObject> resolve) => value switch
    {
        PdfNull => [],
        PdfArray array => [.. array.Take(MostFilters + 1).Select(resolve)],
        _ => [value],
    };

    private static PdfFormatException TooLarge(long offset) =>
        new(PdfFormatException.LimitExceeded, "A stream grows too large when it is decompressed.", offset);
}

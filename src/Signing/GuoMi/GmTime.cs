using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Market.Signing.GuoMi;

/// <summary>Reads the moments in seals and certificates, in all the forms producers write them.</summary>
internal static class GmTime
{
    private const int LatestTwoDigitYear = 2049;

    private static readonly string[] TextForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyyMMddHHmmss.FFFFFFFK", "yyMMddHHmmssK",
    ];

    /// <summary>A GeneralizedTime or a UTCTime: GM/T 0031-2014 asks for the latter, its successors for the former, and
    /// both are met in each.</summary>
    public static DateTimeOffset Read(AsnReader reader) => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime)
        ? reader.ReadUtcTime(LatestTwoDigitYear).ToUniversalTime()
        : ReadGeneralizedTime(reader);

    public static DateTimeOffset ReadGeneralizedTime(AsnReader reader)
    {
        var text = Encoding.ASCII.GetString(reader.PeekContentBytes().Span);

        // X.680, 46.3: without a zone the time is local to an unknown place.
        return text.EndsWith('Z') || text.Contains('+', StringComparison.Ordinal) || text.Contains('-', StringComparison.Ordinal)
            ? reader.ReadGeneralizedTime().ToUniversalTime()
            : throw new AsnContentException("A time without a zone.");
    }

    /// <summary>The content of timeInfo in GM/T 0031-2014: an encoded time, or text; null when it is neither, or has no zone.</summary>
    public static DateTimeOffset? TryReadText(ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
        {
            return null;
        }

        try
        {
            return content.Span[0] is 0x17 or 0x18
                ? Read(new AsnReader(content, AsnEncodingRules.BER))
                : TryParse(Encoding.ASCII.GetString(content.Span));
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? TryParse(string text) =>
        text.Length <= 40
        && HasZone(text)
        && DateTimeOffset.TryParseExact(text, TextForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime()
            : null;

    private static bool HasZone(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-');
}

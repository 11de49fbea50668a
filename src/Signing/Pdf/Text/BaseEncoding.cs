using System.Text;

namespace Market.Signing.Pdf.Text;

/// <summary>The base encodings of simple fonts (ISO 32000-2, D.2).</summary>
internal sealed class BaseEncoding
{
    private const int Windows = 1252;
    private const int Macintosh = 10000;

    // StandardEncoding from 0xA1 on; a space where it has no character.
    private const string StandardUpper =
        "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß";

    private static readonly BaseEncoding WinAnsi = new(FromPage(Windows));
    private static readonly BaseEncoding MacRoman = new(FromPage(Macintosh));
    private static readonly BaseEncoding Standard = new(FromStandard());

    private readonly string[] _texts;

    private BaseEncoding(string[] texts) => _texts = texts;

    /// <summary>The encoding of that name; the standard one when there is none.</summary>
    public static BaseEncoding Of(string? name) => name switch
    {
        "WinAnsiEncoding" => WinAnsi,
        "MacRomanEncoding" => MacRoman,
        _ => Standard,
    };

    public string TextOf(byte code) => _texts[code];

    private static string[] FromPage(int page)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page)!;
        var texts = new string[256];
        for (var code = 0; code < 256; code++)
        {
            texts[code] = code < ' ' ? "" : encoding.GetString([(byte)code]);
        }

        return texts;
    }

    private static string[] FromStandard()
    {
        var texts = new string[256];
        for (var code = 0; code < 256; code++)
        {
            texts[code] = code switch
            {
                '\'' => "’",
                '`' => "‘",
                >= ' ' and <= '~' => ((char)code).ToString(),
                >= 0xA1 and < 0xA1 + 91 when StandardUpper[code - 0xA1] != ' ' => StandardUpper[code - 0xA1].ToString(),
                _ => "",
            };
        }

        return texts;
    }
}

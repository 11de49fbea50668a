using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Market.Signing.Pdf.Text;

/// <summary>What the glyph names of an encoding's /Differences read as (ISO 32000-2, 9.10.2): the names of Latin text, and
/// the names made from a code point.</summary>
internal static class GlyphNames
{
    // In the order of Latin 1 from the space on; the names are those of Annex D.
    private const string Ascii =
        "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash "
        + "zero one two three four five six seven eight nine colon semicolon less equal greater question at "
        + "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave "
        + "a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde";

    private const string Upper =
        "exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot softhyphen registered macron "
        + "degree plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright "
        + "onequarter onehalf threequarters questiondown "
        + "Agrave Aacute Acircumflex Atilde Adieresis Aring AE Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis "
        + "Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex Udieresis Yacute Thorn germandbls "
        + "agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis "
        + "eth ntilde ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis";

    private const string Others =
        "quoteright=’ quoteleft=‘ quotedblleft=“ quotedblright=” quotesinglbase=‚ quotedblbase=„ guilsinglleft=‹ guilsinglright=› "
        + "endash=– emdash=— bullet=• ellipsis=… dagger=† daggerdbl=‡ perthousand=‰ florin=ƒ fraction=⁄ trademark=™ Euro=€ fi=ﬁ fl=ﬂ "
        + "ff=ff ffi=ffi ffl=ffl OE=Œ oe=œ Lslash=Ł lslash=ł Scaron=Š scaron=š Zcaron=Ž zcaron=ž Ydieresis=Ÿ dotlessi=ı minus=− "
        + "circumflex=ˆ tilde=˜ caron=ˇ breve=˘ dotaccent=˙ ring=˚ ogonek=˛ hungarumlaut=˝";

    private static readonly FrozenDictionary<string, char> Accents = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        ["acute"] = '\u0301',
        ["breve"] = '\u0306',
        ["caron"] = '\u030C',
        ["circumflex"] = '\u0302',
        ["commaaccent"] = '\u0326',
        ["dotaccent"] = '\u0307',
        ["hungarumlaut"] = '\u030B',
        ["macron"] = '\u0304',
        ["ogonek"] = '\u0328',
        ["ring"] = '\u030A',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Known = Collect();

    /// <summary>The text of a glyph name; empty when the name says nothing.</summary>
    public static string TextOf(string name)
    {
        // A suffix names a variant of the same character.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = dot > 0 ? name[..dot] : name;
        if (Known.TryGetValue(stem, out var text))
        {
            return text;
        }

        if (stem.Length > 1 && Accents.TryGetValue(stem[1..], out var accent) && char.IsAsciiLetter(stem[0]))
        {
            return $"{stem[0]}{accent}".Normalize(NormalizationForm.FormC);
        }

        if (stem.StartsWith("uni", StringComparison.Ordinal) && stem.Length >= 7 && stem.Length % 4 == 3)
        {
            var builder = new StringBuilder();
            for (var i = 3; i < stem.Length; i += 4)
            {
                builder.Append(FromHexadecimal(stem.AsSpan(i, 4)));
            }

            return builder.ToString();
        }

        return stem is ['u', _, _, _, _, ..] && stem.Length <= 7 ? FromHexadecimal(stem.AsSpan(1)) : "";
    }

    private static string FromHexadecimal(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value) ? new Rune(value).ToString() : "";

    private static FrozenDictionary<string, string> Collect()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal) { ["nbspace"] = "\u00A0" };
        foreach (var pair in Others.Split(' '))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            known[pair[..equals]] = pair[(equals + 1)..];
        }

        Add(known, Ascii, ' ');
        Add(known, Upper, '\u00A1');
        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, string> known, string names, char first)
    {
        foreach (var name in names.Split(' '))
        {
            known[name] = first.ToString();
            first++;
        }
    }
}

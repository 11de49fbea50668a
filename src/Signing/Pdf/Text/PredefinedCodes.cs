using System.Text;

namespace Market.Signing.Pdf.Text;

/// <summary>The codes of a predefined CMap (ISO 32000-2, 9.7.5.2, table 116) that are characters of a known character set.</summary>
/// <param name="Encoding">The character set; null for identifiers of an unknown one.</param>
/// <param name="Form">How codes are told apart.</param>
/// <param name="IsVertical">Whether the name ends in V.</param>
/// <param name="HasHalfWidthLatin">Whether Latin letters are those of half width, in the Adobe-GB1 collection from 814 on.</param>
internal sealed record PredefinedCodes(Encoding? Encoding, CodeForm Form, bool IsVertical, bool HasHalfWidthLatin)
{
    private const int Gbk = 936;
    private const int Gb18030 = 54936;
    private const int Big5 = 950;
    private const int ShiftJis = 932;
    private const int Korean = 949;

    /// <summary>The CMap of that name; two-byte identifiers when it is not one of these.</summary>
    public static PredefinedCodes Of(string name)
    {
        var isVertical = name.EndsWith("-V", StringComparison.Ordinal) || name == "V";
        var stem = name.EndsWith("-V", StringComparison.Ordinal) || name.EndsWith("-H", StringComparison.Ordinal) ? name[..^2] : name;
        return stem switch
        {
            "UniGB-UCS2" or "UniCNS-UCS2" or "UniJIS-UCS2" or "UniJIS-UCS2-HW" or "UniKS-UCS2"
                or "UniGB-UTF16" or "UniCNS-UTF16" or "UniJIS-UTF16" or "UniJIS2004-UTF16" or "UniKS-UTF16" =>
                new(Encoding.BigEndianUnicode, CodeForm.Utf16, isVertical, false),
            "UniGB-UTF32" or "UniCNS-UTF32" or "UniJIS-UTF32" or "UniKS-UTF32" => new(null, CodeForm.Utf32, isVertical, false),
            "GBK-EUC" => OfPage(Gbk, isVertical, true),
            "GBKp-EUC" or "GB-EUC" or "GBpc-EUC" => OfPage(Gbk, isVertical, false),
            "GBK2K" => OfPage(Gb18030, isVertical, true),
            "ETen-B5" or "ETenms-B5" or "B5pc" or "HKscs-B5" => OfPage(Big5, isVertical, false),
            "90ms-RKSJ" or "90msp-RKSJ" or "90pv-RKSJ" or "83pv-RKSJ" => OfPage(ShiftJis, isVertical, false),
            "KSCms-UHC" or "KSCms-UHC-HW" or "KSC-EUC" or "KSCpc-EUC" => OfPage(Korean, isVertical, false),
            _ => new(null, CodeForm.TwoBytes, isVertical, false),
        };
    }

    /// <summary>How many bytes the code at the start of a string takes.</summary>
    public int LengthOf(ReadOnlySpan<byte> text)
    {
        var length = Form switch
        {
            CodeForm.Utf16 => text.Length >= 4 && (text[0] & 0xFC) == 0xD8 && (text[2] & 0xFC) == 0xDC ? 4 : 2,
            CodeForm.Utf32 => 4,
            CodeForm.TwoBytes => 2,
            _ => LengthInPage(text),
        };
        return Math.Min(length, text.Length);
    }

    public string TextOf(ReadOnlySpan<byte> code)
    {
        if (Form == CodeForm.Utf32)
        {
            return code.Length == 4 && Rune.TryCreate((code[0] << 24) | (code[1] << 16) | (code[2] << 8) | code[3], out var rune) ? rune.ToString() : "";
        }

        return Encoding is null ? "" : Encoding.GetString(code);
    }

    private static PredefinedCodes OfPage(int page, bool isVertical, bool halfWidth) =>
        new(CodePagesEncodingProvider.Instance.GetEncoding(page), page switch
        {
            ShiftJis => CodeForm.ShiftJis,
            Gb18030 => CodeForm.Gb18030,
            _ => CodeForm.DoubleByte,
        }, isVertical, halfWidth);

    private int LengthInPage(ReadOnlySpan<byte> text)
    {
        var first = text[0];
        if (first is <= 0x80 or 0xFF || (Form == CodeForm.ShiftJis && first is >= 0xA0 and <= 0xDF))
        {
            return 1;
        }

        return Form == CodeForm.Gb18030 && text.Length > 1 && CharacterIsDigit(text[1]) ? 4 : 2;
    }

    private static bool CharacterIsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}

/// <summary>How the codes of a predefined CMap are told apart.</summary>
internal enum CodeForm
{
    TwoBytes,
    Utf16,
    Utf32,
    DoubleByte,
    ShiftJis,
    Gb18030,
}

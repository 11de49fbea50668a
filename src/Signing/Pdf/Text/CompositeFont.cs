using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>A Type 0 font (ISO 32000-2, 9.7), the kind that Chinese text is written in.</summary>
internal sealed class CompositeFont : TextFont
{
    private readonly CodeMap? _toUnicode;
    private readonly CodeMap? _ownCodes;
    private readonly PredefinedCodes _codes;
    private readonly bool _toUnicodeIsIdentity;
    private readonly CharacterWidths _widths;
    private readonly double _downwards;

    public CompositeFont(PdfRevision revision, PdfDictionary font, TextBudget budget)
        : base(revision, revision.Dictionary(DescendantOf(revision, font)["FontDescriptor"]))
    {
        var descendant = DescendantOf(revision, font);
        _toUnicode = ReadMap(revision, font["ToUnicode"], budget);
        _toUnicodeIsIdentity = revision.Name(font["ToUnicode"]) is "Identity-H" or "Identity-V";
        _ownCodes = ReadMap(revision, font["Encoding"], budget);
        var name = revision.Name(font["Encoding"]) ?? revision.Name(revision.Dictionary(font["Encoding"])?["UseCMap"] ?? PdfNull.Value) ?? "Identity-H";
        _codes = PredefinedCodes.Of(name);
        IsVertical = _ownCodes?.IsVertical ?? _codes.IsVertical;
        _widths = CharacterWidths.Read(revision, descendant, budget);

        // 9.7.4.3: the default for vertical writing is one em downwards. Single characters of other heights (W2) are rare.
        _downwards = revision.Array(descendant["DW2"]) is { Count: 2 } vertical ? -(revision.Number(vertical[1]) ?? -1000) / 1000 : 1;
    }

    public override bool IsVertical { get; }

    public override TextCode Next(ReadOnlySpan<byte> text)
    {
        var own = _ownCodes?.LengthOf(text) ?? 0;
        var length = own > 0 ? own : _codes.LengthOf(text);
        var code = 0u;
        foreach (var one in text[..length])
        {
            code = (code << 8) | one;
        }

        var read = TextOf(code, text[..length]);
        var width = _widths.Of(IdentifierOf(code, length, read));
        return new TextCode(length, read, IsVertical ? _downwards : width, width, length == 1 && code == ' ');
    }

    private static PdfDictionary DescendantOf(PdfRevision revision, PdfDictionary font) =>
        revision.Array(font["DescendantFonts"]) is { Count: > 0 } list && revision.Dictionary(list[0]) is { } descendant ? descendant : PdfDictionary.Empty;

    private string TextOf(uint code, ReadOnlySpan<byte> bytes)
    {
        // Some producers list two-byte codes with one byte, or the other way round.
        var mapped = _toUnicode?.TextOf(code, bytes.Length) ?? _toUnicode?.TextOf(code, 3 - bytes.Length);
        return mapped ?? (_toUnicodeIsIdentity ? ((char)(code & 0xFFFF)).ToString() : _codes.TextOf(bytes));
    }

    // Of a known character set only the Latin letters' identifiers matter here: in fonts for Chinese all else has the default width.
    private int IdentifierOf(uint code, int length, string text)
    {
        if (_ownCodes is not null && _ownCodes.IdentifierOf(code, length) is >= 0 and var identifier)
        {
            return identifier;
        }

        if (_codes.Form == CodeForm.TwoBytes)
        {
            return (int)(code & 0xFFFF);
        }

        const int FirstProportional = 1;
        const int FirstHalfWidth = 814;
        return text is [>= ' ' and <= '~'] ? text[0] - ' ' + (_codes.HasHalfWidthLatin ? FirstHalfWidth : FirstProportional) : -1;
    }
}

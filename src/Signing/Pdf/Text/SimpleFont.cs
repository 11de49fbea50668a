using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>A font of one-byte codes: Type 1, TrueType or Type 3 (ISO 32000-2, 9.6).</summary>
internal sealed class SimpleFont : TextFont
{
    private readonly string[] _texts = new string[256];
    private readonly double[] _widths = new double[256];

    public SimpleFont(PdfRevision revision, PdfDictionary font, TextBudget budget)
        : base(revision, revision.Dictionary(font["FontDescriptor"]))
    {
        ReadTexts(revision, font, ReadMap(revision, font["ToUnicode"], budget), budget);
        ReadWidths(revision, font);
    }

    public override TextCode Next(ReadOnlySpan<byte> text)
    {
        var code = text[0];
        return new TextCode(1, _texts[code], _widths[code], _widths[code], code == ' ');
    }

    private void ReadTexts(PdfRevision revision, PdfDictionary font, CodeMap? toUnicode, TextBudget budget)
    {
        var encoding = revision.Resolve(font["Encoding"]);
        var dictionary = encoding as PdfDictionary;
        var standard = BaseEncoding.Of((encoding as PdfName)?.Value ?? (dictionary is null ? null : revision.Name(dictionary["BaseEncoding"])));
        for (var code = 0; code < 256; code++)
        {
            _texts[code] = standard.TextOf((byte)code);
        }

        var differences = (dictionary is null ? null : revision.Array(dictionary["Differences"])) ?? PdfArray.Empty;
        budget.Spend(differences.Count);
        var next = 0L;
        foreach (var item in differences)
        {
            switch (revision.Resolve(item))
            {
                case PdfInteger number:
                    next = Math.Clamp(number.Value, 0, 256);
                    break;
                case PdfName name when next < 256:
                    _texts[next++] = GlyphNames.TextOf(name.Value);
                    break;
            }
        }

        for (var code = 0; code < 256; code++)
        {
            _texts[code] = toUnicode?.TextOf((uint)code, 1) ?? toUnicode?.TextOf((uint)code, 2) ?? _texts[code];
        }
    }

    private void ReadWidths(PdfRevision revision, PdfDictionary font)
    {
        // 9.6.4: the widths of a Type 3 font are in its own glyph space.
        var scale = font.HasName("Subtype", "Type3") && TextMatrix.TryRead(revision, font["FontMatrix"]) is { } matrix ? Math.Abs(matrix.A) : 0.001;
        if (revision.Array(font["Widths"]) is { } widths)
        {
            var missing = revision.Number(revision.Dictionary(font["FontDescriptor"])?["MissingWidth"] ?? PdfNull.Value) ?? 0;
            Array.Fill(_widths, missing * scale);
            var first = (int)Math.Clamp(revision.Integer(font["FirstChar"]) ?? 0, 0, 255);
            for (var i = 0; i < Math.Min(widths.Count, 256 - first); i++)
            {
                _widths[first + i] = (revision.Number(widths[i]) ?? 0) * scale;
            }

            return;
        }

        var known = StandardWidths.Of(revision.Name(font["BaseFont"]) ?? "");
        for (var code = 0; code < 256; code++)
        {
            _widths[code] = known.WidthOf(_texts[code]);
        }
    }
}

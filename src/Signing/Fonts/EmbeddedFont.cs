using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Fonts;

/// <summary>A font subset made ready for PDF files: a Type 0 font with Identity-H codes, the compressed font program and
/// the way back to Unicode (ISO 32000-2, 9.7). Made once, written into any number of files.</summary>
internal sealed class EmbeddedFont
{
    private const int Symbolic = 4;
    private const int Serif = 2;

    private readonly string _name;
    private readonly PdfDictionary _descriptor;
    private readonly PdfArray _widths;
    private readonly byte[] _program;
    private readonly int _programLength;
    private readonly byte[] _toUnicode;

    public EmbeddedFont(FontSubset subset)
    {
        var font = subset.Font;
        _name = $"{Tag(subset)}+{font.Name}";
        var program = TrueTypeWriter.Write(subset);
        _programLength = program.Length;
        _program = FlateFilter.Encode(program);
        _toUnicode = FlateFilter.Encode(Encoding.ASCII.GetBytes(ToUnicode(subset)));
        _widths = new PdfArray(
        [
            new PdfInteger(1),
            new PdfArray([.. subset.Used.Select(used => new PdfInteger(Scale(font.AdvanceOf(used.Glyph))))]),
        ]);
        _descriptor = new PdfDictionary(
            ("Type", new PdfName("FontDescriptor")),
            ("FontName", new PdfName(_name)),
            ("Flags", new PdfInteger(Symbolic | Serif)),
            ("FontBBox", PdfArray.OfIntegers(Scale(font.Bounds.Left), Scale(font.Bounds.Bottom), Scale(font.Bounds.Right), Scale(font.Bounds.Top))),
            ("ItalicAngle", new PdfInteger(0)),
            ("Ascent", new PdfInteger(Scale(font.Ascent))),
            ("Descent", new PdfInteger(Scale(font.Descent))),
            ("CapHeight", new PdfInteger(Scale(font.Ascent * 3 / 4))),
            ("StemV", new PdfInteger(80)));

        long Scale(int units) => (long)Math.Round(units * 1000.0 / font.UnitsPerEm);
    }

    /// <summary>Writes the font's objects and returns the Type 0 font.</summary>
    public PdfReference WriteTo(IObjectSink sink)
    {
        var program = sink.AddStream(
            new PdfDictionary(("Filter", new PdfName("FlateDecode")), ("Length1", new PdfInteger(_programLength))), _program);
        var toUnicode = sink.AddStream(new PdfDictionary(("Filter", new PdfName("FlateDecode"))), _toUnicode);
        var descriptor = sink.Add(_descriptor.With("FontFile2", program));
        var descendant = sink.Add(new PdfDictionary(
            ("Type", new PdfName("Font")),
            ("Subtype", new PdfName("CIDFontType2")),
            ("BaseFont", new PdfName(_name)),
            ("CIDSystemInfo", new PdfDictionary(("Registry", PdfString.Text("Adobe")), ("Ordering", PdfString.Text("Identity")), ("Supplement", new PdfInteger(0)))),
            ("FontDescriptor", descriptor),
            ("DW", new PdfInteger(1000)),
            ("W", _widths),
            ("CIDToGIDMap", new PdfName("Identity"))));
        return sink.Add(new PdfDictionary(
            ("Type", new PdfName("Font")),
            ("Subtype", new PdfName("Type0")),
            ("BaseFont", new PdfName(_name)),
            ("Encoding", new PdfName("Identity-H")),
            ("DescendantFonts", new PdfArray([descendant])),
            ("ToUnicode", toUnicode)));
    }

    // 9.9.2: six capital letters that differ between subsets; made from the characters, so that the same text gives the same file.
    private static string Tag(FontSubset subset)
    {
        var hash = 2166136261u;
        foreach (var (codePoint, _) in subset.Used)
        {
            hash = unchecked((hash ^ (uint)codePoint) * 16777619);
        }

        return string.Create(6, hash, (letters, value) =>
        {
            for (var i = 0; i < letters.Length; i++, value /= 26)
            {
                letters[i] = (char)('A' + (value % 26));
            }
        });
    }

    private static string ToUnicode(FontSubset subset)
    {
        const int MostPerBlock = 100;
        var builder = new StringBuilder(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            + "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        for (var start = 0; start < subset.Used.Count; start += MostPerBlock)
        {
            var count = Math.Min(MostPerBlock, subset.Used.Count - start);
            builder.Append(CultureInfo.InvariantCulture, $"{count} beginbfchar\n");
            for (var i = start; i < start + count; i++)
            {
                builder.Append(CultureInfo.InvariantCulture, $"<{i + 1:X4}> <");
                foreach (var unit in char.ConvertFromUtf32(subset.Used[i].CodePoint))
                {
                    builder.Append(((int)unit).ToString("X4", CultureInfo.InvariantCulture));
                }

                builder.Append(">\n");
            }

            builder.Append("endbfchar\n");
        }

        return builder.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }
}

using System.Globalization;
using System.Text;
using Market.Signing.Isolation;
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

    private readonly WireFont _parts;
    private readonly PdfDictionary _descriptor;
    private readonly PdfArray _widths;

    public EmbeddedFont(FontSubset subset)
        : this(PartsOf(subset))
    {
    }

    /// <param name="parts">A subset that was made ready, here or elsewhere.</param>
    public EmbeddedFont(WireFont parts)
    {
        _parts = parts;
        _widths = new PdfArray([new PdfInteger(1), PdfArray.OfIntegers([.. parts.Widths])]);
        _descriptor = new PdfDictionary(
            ("Type", new PdfName("FontDescriptor")),
            ("FontName", new PdfName(parts.Name)),
            ("Flags", new PdfInteger(Symbolic | Serif)),
            ("FontBBox", PdfArray.OfIntegers([.. parts.Box])),
            ("ItalicAngle", new PdfInteger(0)),
            ("Ascent", new PdfInteger(parts.Ascent)),
            ("Descent", new PdfInteger(parts.Descent)),
            ("CapHeight", new PdfInteger(parts.CapHeight)),
            ("StemV", new PdfInteger(80)));
    }

    /// <summary>All of it, compressed as it is.</summary>
    public WireFont Parts => _parts;

    /// <summary>Writes the font's objects and returns the Type 0 font.</summary>
    public PdfReference WriteTo(IObjectSink sink)
    {
        var program = sink.AddStream(
            new PdfDictionary(("Filter", new PdfName("FlateDecode")), ("Length1", new PdfInteger(_parts.ProgramLength))), _parts.Program);
        var toUnicode = sink.AddStream(new PdfDictionary(("Filter", new PdfName("FlateDecode"))), _parts.ToUnicode);
        var descriptor = sink.Add(_descriptor.With("FontFile2", program));
        var descendant = sink.Add(new PdfDictionary(
            ("Type", new PdfName("Font")),
            ("Subtype", new PdfName("CIDFontType2")),
            ("BaseFont", new PdfName(_parts.Name)),
            ("CIDSystemInfo", new PdfDictionary(("Registry", PdfString.Text("Adobe")), ("Ordering", PdfString.Text("Identity")), ("Supplement", new PdfInteger(0)))),
            ("FontDescriptor", descriptor),
            ("DW", new PdfInteger(1000)),
            ("W", _widths),
            ("CIDToGIDMap", new PdfName("Identity"))));
        return sink.Add(new PdfDictionary(
            ("Type", new PdfName("Font")),
            ("Subtype", new PdfName("Type0")),
            ("BaseFont", new PdfName(_parts.Name)),
            ("Encoding", new PdfName("Identity-H")),
            ("DescendantFonts", new PdfArray([descendant])),
            ("ToUnicode", toUnicode)));
    }

    private static WireFont PartsOf(FontSubset subset)
    {
        var font = subset.Font;
        var program = TrueTypeWriter.Write(subset);
        return new WireFont(
            $"{Tag(subset)}+{font.Name}", [Scale(font.Bounds.Left), Scale(font.Bounds.Bottom), Scale(font.Bounds.Right), Scale(font.Bounds.Top)],
            Scale(font.Ascent), Scale(font.Descent), Scale(font.Ascent * 3 / 4), [.. subset.Used.Select(used => Scale(font.AdvanceOf(used.Glyph)))],
            FlateFilter.Encode(program), program.Length, FlateFilter.Encode(Encoding.ASCII.GetBytes(ToUnicode(subset))));

        long Scale(int units) => (long)Math.Round(units * 1000.0 / font.UnitsPerEm);
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

using System.Text;
using Market.Signing.Fonts;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Seals;

/// <summary>A finished picture: compressed once, then written into any number of documents as a form XObject
/// (ISO 32000-2, 8.10) of its exact size on paper.</summary>
/// <param name="isInk">Whether the picture darkens what lies below, as ink does (blend mode Multiply, 11.3.5.2), so that text
/// under it stays readable and white paper in it hides nothing.</param>
internal sealed class Drawing(double width, double height, string content, IReadOnlyList<EmbeddedFont> fonts, IReadOnlyList<PixelPicture> images, bool isInk)
{
    private const double PointsPerMillimetre = 72 / 25.4;

    private readonly byte[] _content = FlateFilter.Encode(Encoding.ASCII.GetBytes(content));
    private readonly byte[] _inkContent = isInk ? FlateFilter.Encode(Encoding.ASCII.GetBytes("/Ink gs\n" + content)) : [];

    /// <summary>Millimetres.</summary>
    public double Width { get; } = width;

    /// <summary>Millimetres.</summary>
    public double Height { get; } = height;

    /// <summary>Writes the picture and returns its form XObject, one unit of whose outer space is 1/72 inch.</summary>
    public PdfReference WriteTo(IObjectSink sink, PictureForm form)
    {
        var isBlended = isInk && form.AllowsTransparency;
        var resources = new PdfDictionary(("Font", Named("F", fonts.Select(font => font.WriteTo(sink)))));
        if (images.Count > 0)
        {
            resources = resources.With("XObject", Named("Im", images.Select(image => image.WriteTo(sink, hardEdges: !form.AllowsTransparency))));
        }

        if (isBlended)
        {
            resources = resources.With("ExtGState", new PdfDictionary(("Ink", new PdfDictionary(("BM", new PdfName("Multiply"))))));
        }

        if (form.NeedsCalibratedColour)
        {
            resources = resources.With("ColorSpace", new PdfDictionary(("DefaultRGB", StandardRgb()), ("DefaultGray", StandardGrey())));
        }

        return sink.AddStream(
            new PdfDictionary(
                ("Type", new PdfName("XObject")),
                ("Subtype", new PdfName("Form")),
                ("BBox", PdfArray.OfReals(0, 0, Width, Height)),
                ("Matrix", PdfArray.OfReals(PointsPerMillimetre, 0, 0, PointsPerMillimetre, 0, 0)),
                ("Resources", resources),
                ("Filter", new PdfName("FlateDecode"))),
            isBlended ? _inkContent : _content);
    }

    private static PdfDictionary Named(string prefix, IEnumerable<PdfReference> references)
    {
        var names = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal);
        foreach (var reference in references)
        {
            names[$"{prefix}{names.Count}"] = reference;
        }

        return new PdfDictionary(names);
    }

    // 8.6.5.3: the primaries and the white point of sRGB (IEC 61966-2-1).
    private static PdfArray StandardRgb() => new(
    [
        new PdfName("CalRGB"),
        new PdfDictionary(
            ("WhitePoint", PdfArray.OfReals(0.9505, 1, 1.089)),
            ("Gamma", PdfArray.OfReals(2.2, 2.2, 2.2)),
            ("Matrix", PdfArray.OfReals(0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505))),
    ]);

    private static PdfArray StandardGrey() => new(
        [new PdfName("CalGray"), new PdfDictionary(("WhitePoint", PdfArray.OfReals(0.9505, 1, 1.089)), ("Gamma", new PdfReal(2.2)))]);
}

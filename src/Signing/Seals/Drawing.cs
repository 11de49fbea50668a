using System.Text;
using Market.Signing.Fonts;
using Market.Signing.Isolation;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Seals;

/// <summary>A finished picture: compressed once, then written into any number of documents as a form XObject
/// (ISO 32000-2, 8.10) of its exact size on paper.</summary>
internal sealed class Drawing
{
    private const double PointsPerMillimetre = 72 / 25.4;

    private readonly byte[] _content;
    private readonly byte[]? _inkContent;
    private readonly IReadOnlyList<EmbeddedFont> _fonts;
    private readonly IReadOnlyList<PixelPicture> _images;

    /// <param name="isInk">Whether the picture darkens what lies below, as ink does (blend mode Multiply, 11.3.5.2), so that text
    /// under it stays readable and white paper in it hides nothing.</param>
    public Drawing(double width, double height, string content, IReadOnlyList<EmbeddedFont> fonts, IReadOnlyList<PixelPicture> images, bool isInk)
    {
        (Width, Height, _fonts, _images) = (width, height, fonts, images);
        _content = FlateFilter.Encode(Encoding.ASCII.GetBytes(content));
        _inkContent = isInk ? FlateFilter.Encode(Encoding.ASCII.GetBytes("/Ink gs\n" + content)) : null;
    }

    /// <summary>A picture that was finished elsewhere.</summary>
    public Drawing(WireDrawing parts)
    {
        (Width, Height, _content, _inkContent) = (parts.Width, parts.Height, parts.Content, parts.InkContent);
        _fonts = [.. parts.Fonts.Select(font => new EmbeddedFont(font))];
        _images = [.. parts.Images.Select(image => new PixelPicture(image))];
    }

    /// <summary>Millimetres.</summary>
    public double Width { get; }

    /// <summary>Millimetres.</summary>
    public double Height { get; }

    /// <summary>All of it, compressed as it is.</summary>
    public WireDrawing Parts => new(
        Width, Height, _content, _inkContent, [.. _fonts.Select(font => font.Parts)], [.. _images.Select(image => image.Parts)]);

    /// <summary>Writes the picture and returns its form XObject, one unit of whose outer space is 1/72 inch.</summary>
    public PdfReference WriteTo(IObjectSink sink, PictureForm form)
    {
        var isBlended = _inkContent is not null && form.AllowsTransparency;
        var resources = new PdfDictionary(("Font", Named("F", _fonts.Select(font => font.WriteTo(sink)))));
        if (_images.Count > 0)
        {
            resources = resources.With("XObject", Named("Im", _images.Select(image => image.WriteTo(sink, hardEdges: !form.AllowsTransparency))));
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
            isBlended ? _inkContent! : _content);
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

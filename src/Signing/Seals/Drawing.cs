using System.Text;
using Market.Signing.Fonts;
using Market.Signing.Pdf.Filters;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Writing;

namespace Market.Signing.Seals;

/// <summary>A finished picture: compressed once, then written into any number of documents as a form XObject
/// (ISO 32000-2, 8.10) of its exact size on paper.</summary>
internal sealed class Drawing(double width, double height, string content, IReadOnlyList<EmbeddedFont> fonts)
{
    private const double PointsPerMillimetre = 72 / 25.4;

    private readonly byte[] _content = FlateFilter.Encode(Encoding.ASCII.GetBytes(content));

    /// <summary>Millimetres.</summary>
    public double Width { get; } = width;

    /// <summary>Millimetres.</summary>
    public double Height { get; } = height;

    /// <summary>Writes the picture and returns its form XObject, one unit of whose outer space is 1/72 inch.</summary>
    public PdfReference WriteTo(IObjectSink sink)
    {
        var names = new OrderedDictionary<string, PdfObject>(StringComparer.Ordinal);
        for (var i = 0; i < fonts.Count; i++)
        {
            names[$"F{i}"] = fonts[i].WriteTo(sink);
        }

        return sink.AddStream(
            new PdfDictionary(
                ("Type", new PdfName("XObject")),
                ("Subtype", new PdfName("Form")),
                ("BBox", PdfArray.OfReals(0, 0, Width, Height)),
                ("Matrix", PdfArray.OfReals(PointsPerMillimetre, 0, 0, PointsPerMillimetre, 0, 0)),
                ("Resources", new PdfDictionary(("Font", new PdfDictionary(names)))),
                ("Filter", new PdfName("FlateDecode"))),
            _content);
    }
}

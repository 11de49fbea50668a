using System.Globalization;
using System.Text;
using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Pdf.Writing;
using Market.Signing.Seals;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Writes the appearance of a signature's own widget (ISO 32000-2, 12.5.5). Sizes are points on paper: the
/// appearance's box after its matrix is fitted to the annotation's rectangle, so of the matrix only the turn matters.</summary>
internal sealed class SealWidget(IncrementalUpdate update, DocumentEdits edits)
{
    private const double PointsPerMillimetre = 72 / 25.4;

    /// <summary>The picture or slice in a new widget of just its size.</summary>
    public PdfReference Show(PlacedPicture place)
    {
        var part = place.Part;
        return Write(place.Picture.Drawing, part.Width, part.Height, -part.X, -part.Y, 1, place.Page.Rotate);
    }

    /// <summary>The picture in the middle of an existing widget, in its exact size unless the widget is smaller.</summary>
    public PdfReference FitInto(PdfRectangle rectangle, PdfPage? page, SealPicture picture)
    {
        var (rotation, unit) = (page?.Rotate ?? 0, page?.UserUnit ?? 1);
        var (width, height) = rotation % 180 == 0 ? (rectangle.Width, rectangle.Height) : (rectangle.Height, rectangle.Width);
        (width, height) = (width * unit / PointsPerMillimetre, height * unit / PointsPerMillimetre);
        var drawing = picture.Drawing;
        var scale = Math.Min(1, Math.Min(width / drawing.Width, height / drawing.Height));
        return Write(
            drawing, width, height, (width - (drawing.Width * scale)) / 2, (height - (drawing.Height * scale)) / 2, scale, rotation);
    }

    private PdfReference Write(Drawing drawing, double width, double height, double x, double y, double scale, int rotation)
    {
        var form = edits.Write(drawing);
        var (cos, sin) = Placement.Turn(rotation);
        var content = string.Create(
            CultureInfo.InvariantCulture, $"q {scale:0.####} 0 0 {scale:0.####} {x * PointsPerMillimetre:0.###} {y * PointsPerMillimetre:0.###} cm /Seal Do Q");
        return update.AddStream(
            new PdfDictionary(
                ("Type", new PdfName("XObject")),
                ("Subtype", new PdfName("Form")),
                ("BBox", PdfArray.OfReals(0, 0, width * PointsPerMillimetre, height * PointsPerMillimetre)),
                ("Matrix", PdfArray.OfReals(cos, sin, -sin, cos, 0, 0)),
                ("Resources", new PdfDictionary(("XObject", new PdfDictionary(("Seal", form)))))),
            Encoding.ASCII.GetBytes(content));
    }
}

using System.Globalization;
using System.Text;
using Market.Signing.Fonts;

namespace Market.Signing.Documents;

/// <summary>A page to draw on. Places are millimetres from the top left; sizes of text are points; text stands on its baseline.</summary>
public sealed class PdfCanvas
{
    private const double PointsPerMillimetre = 72 / 25.4;

    private readonly PdfDocumentWriter _document;
    private readonly StringBuilder _content = new();
    private readonly List<PdfImage> _images = [];

    internal PdfCanvas(PdfDocumentWriter document, double width, double height)
    {
        (_document, WidthMillimetres, HeightMillimetres) = (document, width, height);
    }

    public double WidthMillimetres { get; }

    public double HeightMillimetres { get; }

    internal IReadOnlyList<PdfImage> Images => _images;

    internal string Content => _content.ToString();

    /// <summary>Width of a text in millimetres.</summary>
    public double Measure(string text, double size, bool bold = false) => Font(bold).WidthOf(_document.Drawable(text)) * size / PointsPerMillimetre;

    /// <summary>Draws a line of text; what the font lacks is drawn as □.</summary>
    /// <param name="letterSpacing">Millimetres added after each character.</param>
    public void Text(string text, double x, double y, double size, bool bold = false, PdfColour colour = default, double letterSpacing = 0)
    {
        if (text.Length == 0)
        {
            return;
        }

        SetColour(colour, 'r', 'g');
        _content.Append(CultureInfo.InvariantCulture, $"BT /F{(bold ? 1 : 0)} {Plain(size)} Tf ");
        if (letterSpacing != 0)
        {
            _content.Append(CultureInfo.InvariantCulture, $"{Number(letterSpacing)} Tc ");
        }

        _content.Append(CultureInfo.InvariantCulture, $"{Point(x, y)} Td <{Font(bold).Encode(_document.Drawable(text))}> Tj{(letterSpacing != 0 ? " 0 Tc" : "")} ET\n");
    }

    public void CentredText(string text, double centre, double y, double size, bool bold = false, PdfColour colour = default) =>
        Text(text, centre - (Measure(text, size, bold) / 2), y, size, bold, colour);

    public void RightText(string text, double right, double y, double size, bool bold = false, PdfColour colour = default) =>
        Text(text, right - Measure(text, size, bold), y, size, bold, colour);

    /// <param name="line">Width of the line in millimetres.</param>
    public void Line(double x1, double y1, double x2, double y2, double line = 0.2, PdfColour colour = default)
    {
        SetColour(colour, 'R', 'G');
        _content.Append(CultureInfo.InvariantCulture, $"{Number(line)} w {Point(x1, y1)} m {Point(x2, y2)} l S\n");
    }

    /// <param name="line">Width of the frame in millimetres.</param>
    public void Frame(double x, double y, double width, double height, double line = 0.2, PdfColour colour = default)
    {
        SetColour(colour, 'R', 'G');
        _content.Append(CultureInfo.InvariantCulture, $"{Number(line)} w {Point(x, y + height)} {Number(width)} {Number(height)} re S\n");
    }

    public void Fill(double x, double y, double width, double height, PdfColour colour)
    {
        SetColour(colour, 'r', 'g');
        _content.Append(CultureInfo.InvariantCulture, $"{Point(x, y + height)} {Number(width)} {Number(height)} re f\n");
    }

    /// <summary>A closed outline, filled or drawn with a line.</summary>
    public void Polygon(IReadOnlyList<(double X, double Y)> corners, PdfColour? fill, double line = 0.2, PdfColour colour = default)
    {
        if (fill is { } inside)
        {
            SetColour(inside, 'r', 'g');
        }

        SetColour(colour, 'R', 'G');
        _content.Append(CultureInfo.InvariantCulture, $"{Number(line)} w ");
        for (var i = 0; i < corners.Count; i++)
        {
            _content.Append(CultureInfo.InvariantCulture, $"{Point(corners[i].X, corners[i].Y)} {(i == 0 ? "m" : "l")} ");
        }

        _content.Append(fill is null ? "s\n" : "b\n");
    }

    /// <summary>Draws a picture in the given box.</summary>
    public void Image(PdfImage image, double x, double y, double width, double height)
    {
        var index = _images.IndexOf(image);
        if (index < 0)
        {
            index = _images.Count;
            _images.Add(image);
        }

        _content.Append(CultureInfo.InvariantCulture, $"q {Number(width)} 0 0 {Number(height)} {Point(x, y + height)} cm /Im{index} Do Q\n");
    }

    private FontSubset Font(bool bold) => bold ? _document.Bold : _document.Regular;

    private void SetColour(PdfColour colour, char first, char grey) => _content.Append(
        CultureInfo.InvariantCulture,
        $"{Plain(colour.Red)} {Plain(colour.Green)} {Plain(colour.Blue)} {first}{grey}\n");

    private string Point(double x, double y) => $"{Number(x)} {Number(HeightMillimetres - y)}";

    private static string Number(double millimetres) => (millimetres * PointsPerMillimetre).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Plain(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}

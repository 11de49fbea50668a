using System.Globalization;
using System.Text;
using Market.Signing.Fonts;

namespace Market.Signing.Seals;

/// <summary>Draws a small picture in millimetres, the origin at the lower left, as PDF content with vector text.</summary>
internal sealed class DrawingCanvas(double width, double height)
{
    // A circle from four cubic curves; the distance of the control points for a quarter.
    private const double QuarterArc = 0.5522847498;

    // Han characters stand in a square whose middle lies this far above the baseline, for a font of size 1.
    private const double MiddleOfSquare = 0.38;

    private readonly StringBuilder _content = new();
    private readonly List<FontSubset> _fonts = [];
    private readonly List<PixelPicture> _images = [];

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>Finishes the picture.</summary>
    public Drawing Finish() => Finish(isInk: false);

    /// <summary>Finishes the picture of a seal. Its letters are part of an image: text taken from the page stays what it was
    /// before (ISO 32000-2, 14.9.4: the replacement text is empty).</summary>
    public Drawing FinishAsSeal()
    {
        _content.Insert(0, "/Span <</ActualText()>> BDC\n").Append("EMC\n");
        return Finish(isInk: true);
    }

    /// <summary>Pixels over the whole picture.</summary>
    public void Image(PixelPicture image)
    {
        Append($"q {Number(Width)} 0 0 {Number(Height)} 0 0 cm /Im{_images.Count} Do Q\n");
        _images.Add(image);
    }

    public void SetColour(double red, double green, double blue)
    {
        Append($"{Number(red)} {Number(green)} {Number(blue)} rg\n");
        Append($"{Number(red)} {Number(green)} {Number(blue)} RG\n");
    }

    /// <summary>A closed ellipse, its line within the given half axes.</summary>
    public void Ellipse(double x, double y, double halfWidth, double halfHeight, double line)
    {
        var (a, b) = (halfWidth - (line / 2), halfHeight - (line / 2));
        var (ka, kb) = (a * QuarterArc, b * QuarterArc);
        Append($"{Number(line)} w {Point(x + a, y)} m ");
        Append($"{Point(x + a, y + kb)} {Point(x + ka, y + b)} {Point(x, y + b)} c ");
        Append($"{Point(x - ka, y + b)} {Point(x - a, y + kb)} {Point(x - a, y)} c ");
        Append($"{Point(x - a, y - kb)} {Point(x - ka, y - b)} {Point(x, y - b)} c ");
        Append($"{Point(x + ka, y - b)} {Point(x + a, y - kb)} {Point(x + a, y)} c s\n");
    }

    /// <summary>A frame, its line within the given box.</summary>
    public void Frame(double x, double y, double width, double height, double line) =>
        Append($"{Number(line)} w {Point(x + (line / 2), y + (line / 2))} {Point(width - line, height - line)} re s\n");

    public void Line(double x1, double y1, double x2, double y2, double line) =>
        Append($"{Number(line)} w {Point(x1, y1)} m {Point(x2, y2)} l S\n");

    /// <summary>Filled boxes in one path, for the modules of a QR code.</summary>
    public void FillBoxes(IEnumerable<(double X, double Y, double Width, double Height)> boxes)
    {
        foreach (var box in boxes)
        {
            Append($"{Point(box.X, box.Y)} {Point(box.Width, box.Height)} re\n");
        }

        Append("f\n");
    }

    /// <summary>A regular five-pointed star, one point up.</summary>
    public void Star(double x, double y, double radius)
    {
        // The inner corners of a regular pentagram.
        var inner = radius * Math.Sin(Math.PI / 10) / Math.Sin(3 * Math.PI / 10);
        for (var i = 0; i < 10; i++)
        {
            var angle = (Math.PI / 2) + (i * Math.PI / 5);
            var distance = i % 2 == 0 ? radius : inner;
            Append($"{Point(x + (distance * Math.Cos(angle)), y + (distance * Math.Sin(angle)))} {(i == 0 ? "m" : "l")} ");
        }

        Append("f\n");
    }

    /// <summary>Width of a text in millimetres.</summary>
    public double Measure(TrueTypeFont font, string text, double size) => SubsetOf(font).WidthOf(text) * size;

    /// <summary>A line of text with its middle at the point, narrowed where it would be wider than allowed.</summary>
    public void CentredText(TrueTypeFont font, string text, double x, double y, double size, double widest)
    {
        if (text.Length == 0)
        {
            return;
        }

        var subset = SubsetOf(font);
        var natural = subset.WidthOf(text) * size;
        var narrow = Math.Min(1, widest / natural);
        Append($"BT /F{_fonts.IndexOf(subset)} 1 Tf {Number(size * narrow)} 0 0 {Number(size)} ");
        Append($"{Point(x - (natural * narrow / 2), y - (size * MiddleOfSquare))} Tm <{subset.Encode(text)}> Tj ET\n");
    }

    /// <summary>Characters along an arc of an ellipse, evenly spaced along its line.</summary>
    /// <param name="halfWidth">Half axes of the ellipse through the middles of the characters.</param>
    /// <param name="middle">Direction of the text's middle in radians: a quarter turn for the top.</param>
    /// <param name="step">Distance between two characters, as the angle it would be on the circle of the same mean radius.</param>
    /// <param name="outwards">Whether the characters' tops point outwards (text over the top) or inwards (text along the bottom).</param>
    public void ArcText(
        TrueTypeFont font, string text, double x, double y, double halfWidth, double halfHeight,
        double middle, double step, double size, double narrow, bool outwards)
    {
        var subset = SubsetOf(font);
        var characters = text.EnumerateRunes().ToArray();
        Append($"BT /F{_fonts.IndexOf(subset)} 1 Tf\n");
        for (var i = 0; i < characters.Length; i++)
        {
            var offset = (i - ((characters.Length - 1) / 2.0)) * step;
            var length = (outwards ? -offset : offset) * (halfWidth + halfHeight) / 2;
            var angle = AngleAlong(halfWidth, halfHeight, middle, length);
            var (centreX, centreY) = (x + (halfWidth * Math.Cos(angle)), y + (halfHeight * Math.Sin(angle)));

            // The character stands across the ellipse's normal, which for a circle is the radius.
            var normal = Math.Atan2(Math.Sin(angle) * halfWidth, Math.Cos(angle) * halfHeight);
            var turn = outwards ? normal - (Math.PI / 2) : normal + (Math.PI / 2);
            var (cos, sin) = (Math.Cos(turn), Math.Sin(turn));
            var (across, up) = (subset.WidthOf(characters[i]) * size * narrow / 2, size * MiddleOfSquare);
            Append($"{Number(cos * size * narrow)} {Number(sin * size * narrow)} {Number(-sin * size)} {Number(cos * size)} ");
            Append($"{Point(centreX - (cos * across) + (sin * up), centreY - (sin * across) - (cos * up))} Tm <{subset.Encode(characters[i].ToString())}> Tj\n");
        }

        Append("ET\n");
    }

    private Drawing Finish(bool isInk) => new(Width, Height, _content.ToString(), [.. _fonts.Select(font => new EmbeddedFont(font))], [.. _images], isInk);

    /// <summary>The direction reached by going so far along an ellipse; in small steps, for there is no closed formula.</summary>
    private static double AngleAlong(double halfWidth, double halfHeight, double start, double length)
    {
        const int Steps = 400;
        var angle = start;
        for (var i = 0; i < Steps; i++)
        {
            angle += length / Steps / Math.Sqrt(Math.Pow(halfWidth * Math.Sin(angle), 2) + Math.Pow(halfHeight * Math.Cos(angle), 2));
        }

        return angle;
    }

    private FontSubset SubsetOf(TrueTypeFont font)
    {
        var subset = _fonts.Find(known => ReferenceEquals(known.Font, font));
        if (subset is null)
        {
            subset = new FontSubset(font);
            _fonts.Add(subset);
        }

        return subset;
    }

    private void Append(string text) => _content.Append(text);

    private static string Point(double x, double y) => $"{Number(x)} {Number(y)}";

    // A thousandth of a millimetre is finer than any printer.
    private static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}

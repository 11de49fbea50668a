using Market.Signing.Pdf.Objects;

namespace Market.Signing.Pdf.Pages;

/// <summary>A page with its inherited attributes (ISO 32000-2, 7.7.3.4).</summary>
/// <param name="Reference">The page object.</param>
/// <param name="Dictionary">The page's own dictionary, without what it inherits.</param>
/// <param name="MediaBox">The medium, in default user space units.</param>
/// <param name="CropBox">What a reader shows, within the medium.</param>
/// <param name="Rotate">Clockwise turn when shown: 0, 90, 180 or 270 degrees.</param>
/// <param name="UserUnit">Size of a unit in 1/72 inch.</param>
/// <param name="Resources">The page's resources, own or inherited, possibly a reference.</param>
internal sealed record PdfPage(
    PdfReference Reference,
    PdfDictionary Dictionary,
    PdfRectangle MediaBox,
    PdfRectangle CropBox,
    int Rotate,
    double UserUnit,
    PdfObject Resources)
{
    private const double MillimetresPerInch = 25.4;
    private const double PointsPerInch = 72;

    /// <summary>Default user space units per millimetre on paper.</summary>
    public double UnitsPerMillimetre => PointsPerInch / MillimetresPerInch / UserUnit;

    /// <summary>Width as shown, in millimetres.</summary>
    public double DisplayedWidth => (Rotate % 180 == 0 ? CropBox.Width : CropBox.Height) / UnitsPerMillimetre;

    /// <summary>Height as shown, in millimetres.</summary>
    public double DisplayedHeight => (Rotate % 180 == 0 ? CropBox.Height : CropBox.Width) / UnitsPerMillimetre;

    /// <summary>The point of default user space that is shown so many millimetres right of and below the page's top left corner.</summary>
    public (double X, double Y) FromDisplayed(double right, double down)
    {
        var (x, y) = (right * UnitsPerMillimetre, down * UnitsPerMillimetre);
        return Rotate switch
        {
            90 => (CropBox.Left + y, CropBox.Bottom + x),
            180 => (CropBox.Right - x, CropBox.Bottom + y),
            270 => (CropBox.Right - y, CropBox.Top - x),
            _ => (CropBox.Left + x, CropBox.Top - y),
        };
    }

    /// <summary>How many millimetres right of and below the page's top left corner a point of default user space is shown.</summary>
    public (double Right, double Down) ToDisplayed(double x, double y)
    {
        var (right, down) = Rotate switch
        {
            90 => (y - CropBox.Bottom, x - CropBox.Left),
            180 => (CropBox.Right - x, y - CropBox.Bottom),
            270 => (CropBox.Top - y, CropBox.Right - x),
            _ => (x - CropBox.Left, CropBox.Top - y),
        };
        return (right / UnitsPerMillimetre, down / UnitsPerMillimetre);
    }
}

using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;
using Market.Signing.Seals;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Where a picture lies on a page in default user space, upright as the page is displayed.</summary>
/// <param name="Rectangle">The box it takes, corners in order.</param>
/// <param name="Matrix">Takes the picture's points (1/72 inch, origin at its lower left) to user space.</param>
internal sealed record Placement(PdfRectangle Rectangle, PdfArray Matrix)
{
    private const double Tolerance = 0.01;

    /// <exception cref="SealRefusedException">The picture would not lie wholly on the page.</exception>
    public static Placement Of(PdfPage page, Drawing drawing, double rightMillimetres, double downMillimetres)
    {
        var (left, top) = (rightMillimetres - (drawing.Width / 2), downMillimetres - (drawing.Height / 2));
        if (!double.IsFinite(left + top)
            || left < -Tolerance || left + drawing.Width > page.DisplayedWidth + Tolerance
            || top < -Tolerance || top + drawing.Height > page.DisplayedHeight + Tolerance)
        {
            throw new SealRefusedException(SealRefusedException.OutsidePage, "The seal or stamp would not lie wholly on the page.");
        }

        var (x1, y1) = page.FromDisplayed(left, top + drawing.Height);
        var (x2, y2) = page.FromDisplayed(left + drawing.Width, top);
        var scale = 1 / page.UserUnit;
        var (cos, sin) = Turn(page.Rotate);
        return new Placement(
            new PdfRectangle(Math.Min(x1, x2), Math.Min(y1, y2), Math.Max(x1, x2), Math.Max(y1, y2)),
            PdfArray.OfReals(cos * scale, sin * scale, -sin * scale, cos * scale, x1, y1));
    }

    /// <summary>Cosine and sine of the turn that makes a drawing upright on a page displayed with that rotation.</summary>
    public static (int Cos, int Sin) Turn(int rotate) => rotate switch
    {
        90 => (0, 1),
        180 => (-1, 0),
        270 => (0, -1),
        _ => (1, 0),
    };
}

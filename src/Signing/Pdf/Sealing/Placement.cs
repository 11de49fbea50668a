using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Pages;

namespace Market.Signing.Pdf.Sealing;

/// <summary>Where a picture or a part of it lies on a page in default user space, upright as the page is displayed.</summary>
/// <param name="Rectangle">The box the part takes, corners in order.</param>
/// <param name="Matrix">Takes the whole picture's points (1/72 inch, origin at its lower left) to user space.</param>
internal sealed record Placement(PdfRectangle Rectangle, PdfArray Matrix)
{
    private const double Tolerance = 0.01;

    /// <param name="left">Millimetres of the part's left edge from the left of the page as displayed.</param>
    /// <param name="top">Millimetres of the part's upper edge from the top of the page as displayed.</param>
    /// <exception cref="SealRefusedException">The part would not lie wholly on the page.</exception>
    public static Placement Of(PdfPage page, PicturePart part, double left, double top)
    {
        var (right, bottom) = (left + part.Width, top + part.Height);
        if (!double.IsFinite(left + top)
            || left < -Tolerance || right > page.DisplayedWidth + Tolerance
            || top < -Tolerance || bottom > page.DisplayedHeight + Tolerance)
        {
            throw new SealRefusedException(SealRefusedException.OutsidePage, "The seal or stamp would not lie wholly on the page.");
        }

        var (x1, y1) = page.FromDisplayed(left, bottom);
        var (x2, y2) = page.FromDisplayed(right, top);
        var (originX, originY) = page.FromDisplayed(left - part.X, bottom + part.Y);
        var scale = 1 / page.UserUnit;
        var (cos, sin) = Turn(page.Rotate);
        return new Placement(
            new PdfRectangle(Math.Min(x1, x2), Math.Min(y1, y2), Math.Max(x1, x2), Math.Max(y1, y2)),
            PdfArray.OfReals(cos * scale, sin * scale, -sin * scale, cos * scale, originX, originY));
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

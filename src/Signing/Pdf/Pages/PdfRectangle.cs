using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Pages;

/// <summary>A rectangle in default user space units (ISO 32000-2, 7.9.5), with its corners put in order.</summary>
internal readonly record struct PdfRectangle(double Left, double Bottom, double Right, double Top)
{
    public double Width => Right - Left;

    public double Height => Top - Bottom;

    public static PdfRectangle? TryRead(PdfRevision revision, PdfObject value)
    {
        if (revision.Array(value) is not { Count: 4 } array)
        {
            return null;
        }

        Span<double> corners = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            if (revision.Number(array[i]) is not { } number || !double.IsFinite(number) || Math.Abs(number) > 1e7)
            {
                return null;
            }

            corners[i] = number;
        }

        return new PdfRectangle(
            Math.Min(corners[0], corners[2]), Math.Min(corners[1], corners[3]),
            Math.Max(corners[0], corners[2]), Math.Max(corners[1], corners[3]));
    }

    /// <summary>The common part; this rectangle itself when there is none.</summary>
    public PdfRectangle Within(PdfRectangle other)
    {
        var common = new PdfRectangle(Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Min(Right, other.Right), Math.Min(Top, other.Top));
        return common.Width > 0 && common.Height > 0 ? common : this;
    }

    public PdfArray ToArray() => PdfArray.OfReals(Left, Bottom, Right, Top);
}

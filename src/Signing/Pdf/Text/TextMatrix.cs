using Market.Signing.Pdf.Objects;
using Market.Signing.Pdf.Reading;

namespace Market.Signing.Pdf.Text;

/// <summary>A transformation matrix of six numbers (ISO 32000-2, 8.3.4).</summary>
internal readonly record struct TextMatrix(double A, double B, double C, double D, double E, double F)
{
    public static readonly TextMatrix Identity = new(1, 0, 0, 1, 0, 0);

    public static TextMatrix Move(double x, double y) => new(1, 0, 0, 1, x, y);

    /// <summary>The matrix in an array of six numbers; null when it is none.</summary>
    public static TextMatrix? TryRead(PdfRevision revision, PdfObject value) =>
        revision.Array(value) is { Count: 6 } array
        && revision.Number(array[0]) is { } a && revision.Number(array[1]) is { } b && revision.Number(array[2]) is { } c
        && revision.Number(array[3]) is { } d && revision.Number(array[4]) is { } e && revision.Number(array[5]) is { } f
            ? new TextMatrix(a, b, c, d, e, f)
            : null;

    /// <summary>This matrix first, then the other.</summary>
    public TextMatrix Then(TextMatrix next) => new(
        (A * next.A) + (B * next.C), (A * next.B) + (B * next.D),
        (C * next.A) + (D * next.C), (C * next.B) + (D * next.D),
        (E * next.A) + (F * next.C) + next.E, (E * next.B) + (F * next.D) + next.F);

    public (double X, double Y) Apply(double x, double y) => ((x * A) + (y * C) + E, (x * B) + (y * D) + F);
}

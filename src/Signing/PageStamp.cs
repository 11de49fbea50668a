using System.Text.Json.Serialization;
using Market.Signing.Fonts;
using Market.Signing.Isolation;
using Market.Signing.Seals;

namespace Market.Signing;

/// <summary>A QR code with a caption, drawn on a page in the revision of the first seal.</summary>
/// <param name="Page">Page number from 1; negative counts from the end, -1 being the last.</param>
/// <param name="XMillimetres">Left edge of the code, from the left of the page as displayed.</param>
/// <param name="YMillimetres">Upper edge of the code, from the top of the page as displayed.</param>
/// <param name="Modules">The code's modules by row and column, true for dark; the quiet zone is added.</param>
/// <param name="SizeMillimetres">Edge of the code without its quiet zone.</param>
/// <param name="Caption">Lines of text under the code.</param>
public sealed record PageStamp(
    int Page, double XMillimetres, double YMillimetres, [property: JsonConverter(typeof(WireModulesConverter))] bool[,] Modules, double SizeMillimetres, IReadOnlyList<string> Caption)
{
    private const double CaptionSize = 2.3;
    private const double CaptionLine = 3.1;

    // The quiet zone of ISO/IEC 18004 is four modules; the paper around is white as well, so one is reserved here.
    private double Margin => SizeMillimetres / Modules.GetLength(0);

    internal double Width => Math.Max(SizeMillimetres + (2 * Margin), CaptionWidth);

    internal double Height => SizeMillimetres + (2 * Margin) + (Caption.Count * CaptionLine);

    /// <summary>Where the middle of the whole stamp lies, as displayed.</summary>
    internal (double X, double Y) Centre => (XMillimetres + (SizeMillimetres / 2), YMillimetres - Margin + (Height / 2));

    private double CaptionWidth => Caption.Count == 0 ? 0 : Caption.Max(line => new FontSubset(FontLibrary.Serif).WidthOf(line) * CaptionSize);

    internal Drawing Draw()
    {
        var canvas = new DrawingCanvas(Width, Height);
        canvas.SetColour(1, 1, 1);
        canvas.FillBoxes([(0, 0, Width, Height)]);
        canvas.SetColour(0, 0, 0);
        canvas.FillBoxes(DarkRuns());
        for (var i = 0; i < Caption.Count; i++)
        {
            canvas.CentredText(FontLibrary.Serif, Caption[i], Width / 2, ((Caption.Count - i - 0.5) * CaptionLine) + 0.2, CaptionSize, Width);
        }

        return canvas.Finish();
    }

    // Neighbouring dark modules of a row make one box: fewer bytes, and no hairlines between them.
    private IEnumerable<(double X, double Y, double Width, double Height)> DarkRuns()
    {
        var (rows, columns) = (Modules.GetLength(0), Modules.GetLength(1));
        var module = SizeMillimetres / columns;
        var (left, top) = ((Width - SizeMillimetres) / 2, Height - Margin);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (!Modules[row, column])
                {
                    continue;
                }

                var start = column;
                while (column + 1 < columns && Modules[row, column + 1])
                {
                    column++;
                }

                yield return (left + (start * module), top - ((row + 1) * module), (column - start + 1) * module, module);
            }
        }
    }
}

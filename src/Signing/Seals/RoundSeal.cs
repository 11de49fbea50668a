using Market.Signing.Fonts;

namespace Market.Signing.Seals;

/// <summary>The proportions are those of a 40 mm seal (circle 1.2 mm, star 14 mm); other diameters scale all of it.</summary>
internal sealed class RoundSeal(
    string text, string? centreText, string? lowerText, string? number, bool demonstration, double diameter)
    : SealPicture(diameter, diameter, demonstration)
{
    private const double DesignDiameter = 40;

    public override string Description => string.Concat(text, centreText, lowerText, Mark);

    private protected override void Draw(DrawingCanvas canvas)
    {
        var unit = WidthMillimetres / DesignDiameter;
        var centre = WidthMillimetres / 2;
        var font = FontLibrary.SerifBold;
        canvas.Ellipse(centre, centre, centre, centre, 1.2 * unit);
        canvas.Star(centre, centre + (0.6 * unit), 6.6 * unit);

        var arc = ArcLayout.Fit(text, radius: 15.4 * unit, size: 4.9 * unit, widestSweep: number is null ? 4.6 : 4.3);
        canvas.ArcText(font, text, centre, centre, 15.4 * unit, 15.4 * unit, Math.PI / 2, arc.Step, arc.Size, arc.Narrow, outwards: true);
        if (number is not null)
        {
            canvas.ArcText(font, number, centre, centre, 17.4 * unit, 17.4 * unit, -Math.PI / 2, 0.075, 1.5 * unit, 1, outwards: false);
        }

        if (IsDemonstration)
        {
            canvas.CentredText(font, "演", centre - (9.6 * unit), centre - (0.4 * unit), 3.8 * unit, 4 * unit);
            canvas.CentredText(font, "示", centre + (9.6 * unit), centre - (0.4 * unit), 3.8 * unit, 4 * unit);
        }

        if (centreText is not null)
        {
            canvas.CentredText(font, centreText, centre, centre - (8.6 * unit), 4 * unit, 20 * unit);
        }

        if (lowerText is not null)
        {
            canvas.CentredText(font, lowerText, centre, centre - ((centreText is null ? 9 : 13) * unit), 2.8 * unit, (centreText is null ? 18 : 15) * unit);
        }
    }
}

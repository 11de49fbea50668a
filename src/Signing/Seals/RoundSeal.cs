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
        canvas.Star(centre, centre, 7 * unit);

        // A line under the star needs the room in which a long name would end.
        var sweep = centreText is not null ? 4.0 : number is not null ? 4.4 : 4.6;
        var edge = 17.8 * unit;
        var arc = ArcLayout.Fit(text, edge, 5 * unit, sweep);
        var radius = edge - arc.Inwards;
        canvas.ArcText(font, text, centre, centre, radius, radius, Math.PI / 2, arc.Step, arc.Size, arc.Narrow, outwards: true);
        if (number is not null)
        {
            canvas.ArcText(font, number, centre, centre, 17.4 * unit, 17.4 * unit, -Math.PI / 2, 0.075, 1.5 * unit, 1, outwards: false);
        }

        if (IsDemonstration)
        {
            canvas.CentredText(font, "演", centre - (9.4 * unit), centre - (0.4 * unit), 3.6 * unit, 4 * unit);
            canvas.CentredText(font, "示", centre + (9.4 * unit), centre - (0.4 * unit), 3.6 * unit, 4 * unit);
        }

        if (centreText is not null)
        {
            canvas.CentredText(font, centreText, centre, centre - (9.3 * unit), 4.2 * unit, 22 * unit);
        }

        if (lowerText is not null)
        {
            canvas.CentredText(font, lowerText, centre, centre - ((centreText is null ? 9.3 : 13.4) * unit), 2.8 * unit, (centreText is null ? 20 : 14) * unit);
        }
    }
}

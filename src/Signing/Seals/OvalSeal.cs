using Market.Signing.Fonts;

namespace Market.Signing.Seals;

internal sealed class OvalSeal(string text, string centreText, string? number, bool demonstration, double width, double height)
    : SealPicture(width, height, demonstration)
{
    private const double DesignHeight = 30;

    public override string Description => string.Concat(text, centreText, Mark);

    private protected override void Draw(DrawingCanvas canvas)
    {
        var unit = HeightMillimetres / DesignHeight;
        var (centreX, centreY) = (WidthMillimetres / 2, HeightMillimetres / 2);
        var font = FontLibrary.SerifBold;
        canvas.Ellipse(centreX, centreY, centreX, centreY, 1.1 * unit);
        var (edgeX, edgeY) = (centreX - (2.1 * unit), centreY - (2.1 * unit));
        var arc = ArcLayout.Fit(text, (edgeX + edgeY) / 2, 4 * unit, 3.3);
        canvas.ArcText(
            font, text, centreX, centreY, edgeX - arc.Inwards, edgeY - arc.Inwards, Math.PI / 2, arc.Step, arc.Size, arc.Narrow, outwards: true);
        canvas.CentredText(font, centreText, centreX, centreY - (1.2 * unit), 4.4 * unit, WidthMillimetres - (14 * unit));
        if (IsDemonstration)
        {
            canvas.CentredText(font, "演示", centreX, centreY - (6.6 * unit), 3.2 * unit, 12 * unit);
        }

        if (number is not null)
        {
            canvas.ArcText(
                font, number, centreX, centreY, centreX - (2.4 * unit), centreY - (2.4 * unit), -Math.PI / 2, 0.07, 1.5 * unit, 1, outwards: false);
        }
    }
}

using System.Globalization;
using Market.Signing.Fonts;

namespace Market.Signing.Seals;

internal sealed class RegistrationSeal(
    string title, string name, string registrationNumber, string? organisation, DateOnly? validUntil,
    bool demonstration, double width, double height)
    : SealPicture(width, height, demonstration)
{
    private const double DesignHeight = 30;

    public override string Description => $"{title} {name} {registrationNumber}{Mark}";

    private protected override void Draw(DrawingCanvas canvas)
    {
        var unit = HeightMillimetres / DesignHeight;
        var (centre, inner) = (WidthMillimetres / 2, WidthMillimetres - (6 * unit));
        var font = FontLibrary.SerifBold;
        canvas.Frame(0, 0, WidthMillimetres, HeightMillimetres, 0.9 * unit);
        canvas.Frame(1.5 * unit, 1.5 * unit, WidthMillimetres - (3 * unit), HeightMillimetres - (3 * unit), 0.3 * unit);
        canvas.CentredText(font, title, centre, 24.9 * unit, 4.1 * unit, inner);
        canvas.Line(3 * unit, 22 * unit, WidthMillimetres - (3 * unit), 22 * unit, 0.3 * unit);

        var nameWidest = IsDemonstration ? inner - (18 * unit) : inner;
        canvas.CentredText(font, Spaced(name), centre, 17.8 * unit, 5.4 * unit, nameWidest);
        if (IsDemonstration)
        {
            canvas.CentredText(font, "演示", WidthMillimetres - (8 * unit), 17.6 * unit, 3.2 * unit, 8 * unit);
        }

        var lines = new List<string> { $"注册号：{registrationNumber}" };
        if (organisation is not null)
        {
            lines.Add(organisation);
        }

        if (validUntil is { } last)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"有效期至：{last.Year}年{last.Month}月{last.Day}日"));
        }

        var step = 11.2 * unit / lines.Count;
        var size = Math.Min(2.7 * unit, step * 0.86);
        for (var i = 0; i < lines.Count; i++)
        {
            canvas.CentredText(font, lines[i], centre, (13.8 * unit) - ((i + 0.5) * step), size, inner);
        }
    }

    // A name of two or three characters is spread, as on seals cut by hand.
    private static string Spaced(string name) => name.EnumerateRunes().Count() switch
    {
        2 => string.Join("   ", name.EnumerateRunes()),
        3 => string.Join(' ', name.EnumerateRunes()),
        _ => name,
    };
}

using Market.Signing.Fonts;

namespace Market.Signing.Seals;

/// <summary>Characters are read from top to bottom, right column first; two and three characters are completed with 印 and
/// 之印, as custom has it.</summary>
internal sealed class PersonalSeal(string name, bool demonstration, double size) : SealPicture(size, size, demonstration)
{
    private const double DesignSize = 20;

    public override string Description => name + Mark;

    private protected override void Draw(DrawingCanvas canvas)
    {
        var unit = WidthMillimetres / DesignSize;
        var font = FontLibrary.SerifBold;
        canvas.Frame(0, 0, WidthMillimetres, HeightMillimetres, 0.9 * unit);
        var characters = Completed(name.EnumerateRunes().Select(rune => rune.ToString()).ToList());
        var rows = Math.Max(1, (characters.Count + 1) / 2);
        var bottom = IsDemonstration ? 4.2 * unit : 1.4 * unit;
        var (cellWidth, cellHeight) = ((WidthMillimetres - (2.8 * unit)) / 2, (HeightMillimetres - bottom - (1.4 * unit)) / rows);
        var height = Math.Min(cellWidth, cellHeight);
        for (var i = 0; i < characters.Count; i++)
        {
            var (column, row) = (i / rows, i % rows);
            var x = WidthMillimetres - (1.4 * unit) - ((column + 0.5) * cellWidth);
            var y = HeightMillimetres - (1.4 * unit) - ((row + 0.5) * cellHeight);
            canvas.CentredText(font, characters[i], x, y, height, cellWidth);
        }

        if (IsDemonstration)
        {
            canvas.CentredText(font, "演示", WidthMillimetres / 2, 2.7 * unit, 2.6 * unit, 10 * unit);
        }
    }

    private static List<string> Completed(List<string> characters) => characters.Count switch
    {
        2 => [.. characters, "之", "印"],
        3 => [.. characters, "印"],
        _ => characters,
    };
}

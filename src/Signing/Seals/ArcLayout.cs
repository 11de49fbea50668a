namespace Market.Signing.Seals;

/// <summary>How text of any length fits an arc: few characters stand apart, many are narrowed, very many made smaller as
/// well. The outer edge of the text stays where it is.</summary>
/// <param name="Step">Angle between characters in radians.</param>
/// <param name="Size">Height of the characters.</param>
/// <param name="Narrow">Width as a part of the natural width.</param>
/// <param name="Inwards">How far the middles of the characters lie within the edge the text keeps to.</param>
internal readonly record struct ArcLayout(double Step, double Size, double Narrow, double Inwards)
{
    private const double WidestStep = 0.56;
    private const double NarrowestCharacter = 0.46;
    private const double GapBetween = 1.08;

    /// <param name="edge">Radius of the text's outer edge.</param>
    /// <param name="size">Height of the characters where there is room.</param>
    /// <param name="widestSweep">The whole angle the text may take.</param>
    public static ArcLayout Fit(string text, double edge, double size, double widestSweep)
    {
        var count = Math.Max(1, text.EnumerateRunes().Count());
        var step = Math.Min(WidestStep, widestSweep / count);

        // Neighbours come closest at their feet; a fifth of the height below the middle is where strokes still matter.
        var narrow = Math.Min(1, step * (edge - (size * 0.7)) / (size * GapBetween));
        if (narrow < NarrowestCharacter)
        {
            narrow = NarrowestCharacter;
            size = step * edge / ((narrow * GapBetween) + (0.7 * step));
        }

        return new ArcLayout(step, size, narrow, size / 2);
    }
}

namespace Market.Signing.Seals;

/// <summary>How text of any length fits an arc: few characters stand apart, many are narrowed, very many made smaller.</summary>
/// <param name="Step">Angle between characters in radians.</param>
/// <param name="Size">Height of the characters.</param>
/// <param name="Narrow">Width as a part of the natural width.</param>
internal readonly record struct ArcLayout(double Step, double Size, double Narrow)
{
    private const double WidestStep = 0.50;
    private const double NarrowestCharacter = 0.55;
    private const double GapBetween = 1.06;

    public static ArcLayout Fit(string text, double radius, double size, double widestSweep)
    {
        var count = Math.Max(1, text.EnumerateRunes().Count());
        var step = Math.Min(WidestStep, widestSweep / count);
        var narrow = Math.Min(1, step * (radius - (size * 0.2)) / (size * GapBetween));
        if (narrow < NarrowestCharacter)
        {
            size *= narrow / NarrowestCharacter;
            narrow = NarrowestCharacter;
        }

        return new ArcLayout(step, size, narrow);
    }
}

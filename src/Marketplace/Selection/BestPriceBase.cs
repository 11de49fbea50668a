using System.Globalization;

namespace Market.Marketplace.Selection;

/// <summary>The base of the best price, drawn from the seed of the procurement's draw: one of 95, 96, 97 and 98 by the same
/// protocol, so that it is recomputed with the rest.</summary>
public static class BestPriceBase
{
    private static readonly DrawPool Bases = DrawPool.Freeze(
        PriceRules.BasePercents.Select(percent => new DrawCandidate(percent.ToString(CultureInfo.InvariantCulture))));

    /// <summary>The base in percent.</summary>
    public static int Of(ReadOnlySpan<byte> seed) =>
        int.Parse(DrawV1.Pick(Bases, seed, 1)[0].Code, CultureInfo.InvariantCulture);
}

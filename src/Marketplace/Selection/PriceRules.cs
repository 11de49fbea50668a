namespace Market.Marketplace.Selection;

/// <summary>A price as it stood in the opened sign-up.</summary>
/// <param name="Code">统一社会信用代码.</param>
/// <param name="Amount">Yuan, at most two decimals.</param>
public sealed record PriceOffer(string Code, decimal Amount);

/// <summary>How one offer fared.</summary>
public enum OfferStanding
{
    /// <summary>Stayed in, another one was better.</summary>
    Considered,

    /// <summary>Best by the rule; one of several equal ones leaves the choice to a draw.</summary>
    Leading,

    /// <summary>The highest or lowest, left out of the mean (去掉最高最低报价).</summary>
    Trimmed,

    /// <summary>Above the mean, where only offers not above it may win.</summary>
    AboveReference,
}

/// <summary>One offer with its standing.</summary>
public sealed record RankedOffer(string Code, decimal Amount, OfferStanding Standing, decimal? Distance);

/// <summary>The evidence of a selection by price: the reference, and how every offer fared.</summary>
/// <param name="Mean">Mean of the offers that counted, rounded to cents; none for the lowest price.</param>
/// <param name="BasePercent">The base drawn for the best price.</param>
/// <param name="Reference">基准价: mean times base, rounded to cents.</param>
/// <param name="Offers">All offers, cheapest first, equal ones by code.</param>
public sealed record PriceRuling(decimal? Mean, int? BasePercent, decimal? Reference, IReadOnlyList<RankedOffer> Offers)
{
    /// <summary>Codes of the best offers; more than one means a draw among them, never a manual choice.</summary>
    public IReadOnlyList<string> Leading => [.. Offers.Where(offer => offer.Standing == OfferStanding.Leading).Select(offer => offer.Code)];
}

/// <summary>Selection by price (竞价选取), as pure functions that return their evidence.</summary>
public static class PriceRules
{
    /// <summary>With fewer offers nothing is trimmed: a mean of one remaining offer would be no mean. The published rules
    /// read so far are silent here (待核实).</summary>
    public const int FewestToTrim = 4;

    /// <summary>The base percentages of the best price, one of which is drawn.</summary>
    public static IReadOnlyList<int> BasePercents { get; } = [95, 96, 97, 98];

    /// <summary>最低价: the lowest offer within the limits leads.</summary>
    public static PriceRuling Lowest(IReadOnlyCollection<PriceOffer> offers)
    {
        var sorted = Sorted(offers);
        return new PriceRuling(null, null, null, Rank(sorted, _ => null, amount => amount));
    }

    /// <summary>最优价: the highest and the lowest offer drop out, the mean of the rest times the drawn base is the reference,
    /// and the nearest of the rest leads.</summary>
    public static PriceRuling Best(IReadOnlyCollection<PriceOffer> offers, int basePercent)
    {
        if (!BasePercents.Contains(basePercent))
        {
            throw new ArgumentOutOfRangeException(nameof(basePercent));
        }

        return AroundMean(offers, FewestToTrim, basePercent, onlyBelow: false);
    }

    /// <summary>均价: the offer nearest to the mean and not above it leads; from five offers on the extremes are left out of
    /// the mean but may still win.</summary>
    public static PriceRuling Average(IReadOnlyCollection<PriceOffer> offers)
    {
        const int FewestToTrimForAverage = 5;
        return AroundMean(offers, FewestToTrimForAverage, null, onlyBelow: true);
    }

    private static PriceRuling AroundMean(IReadOnlyCollection<PriceOffer> offers, int fewestToTrim, int? basePercent, bool onlyBelow)
    {
        var sorted = Sorted(offers);
        HashSet<string> trimmed = sorted.Count >= fewestToTrim ? [sorted[0].Code, sorted[^1].Code] : [];
        var mean = sorted.Where(offer => !trimmed.Contains(offer.Code)).Average(offer => offer.Amount);
        var reference = Cents(mean * (basePercent ?? 100) / 100);
        var ranked = Rank(
            sorted,
            offer => basePercent is not null && trimmed.Contains(offer.Code) ? OfferStanding.Trimmed
                : onlyBelow && offer.Amount > reference ? OfferStanding.AboveReference
                : null,
            amount => Math.Abs(amount - reference));
        return new PriceRuling(Cents(mean), basePercent, reference, ranked);
    }

    private static List<PriceOffer> Sorted(IReadOnlyCollection<PriceOffer> offers)
    {
        ArgumentNullException.ThrowIfNull(offers);
        ArgumentOutOfRangeException.ThrowIfZero(offers.Count);
        return [.. offers.OrderBy(offer => offer.Amount).ThenBy(offer => offer.Code, StringComparer.Ordinal)];
    }

    private static List<RankedOffer> Rank(
        List<PriceOffer> sorted, Func<PriceOffer, OfferStanding?> outBecause, Func<decimal, decimal> distance)
    {
        var nearest = sorted.Where(offer => outBecause(offer) is null).Select(offer => distance(offer.Amount)).DefaultIfEmpty(-1).Min();
        return [.. sorted.Select(offer => new RankedOffer(
            offer.Code,
            offer.Amount,
            outBecause(offer) ?? (distance(offer.Amount) == nearest ? OfferStanding.Leading : OfferStanding.Considered),
            distance(offer.Amount)))];
    }

    /// <summary>四舍五入 to cents.</summary>
    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);
}

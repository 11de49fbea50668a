using Market.Marketplace.Operations;

namespace Market.Marketplace.Procurements;

/// <summary>How an agency is selected (选取方式).</summary>
public enum SelectionMethod
{
    /// <summary>直接选取: the owner names one, where the rules allow it, with a published reason.</summary>
    Direct,

    /// <summary>随机抽取: a verifiable draw among all eligible.</summary>
    Random,

    /// <summary>信用择优: ranked by credit, drawn in proportion, the owner picks from the small list.</summary>
    Credit,

    /// <summary>最低价.</summary>
    LowestPrice,

    /// <summary>最优价: nearest to the mean times a drawn base.</summary>
    BestPrice,

    /// <summary>均价: nearest to the mean and not above it.</summary>
    AveragePrice,

    /// <summary>方案择优: the owner compares plan, staff and price, and publishes the scores.</summary>
    Merit,
}

/// <summary>Whose money pays (资金来源).</summary>
public enum FundSource
{
    /// <summary>财政资金.</summary>
    Treasury,

    /// <summary>国有资金.</summary>
    StateOwned,

    /// <summary>社会资金.</summary>
    Private,
}

/// <summary>An agency that the owner excludes, with the reason that is published (回避).</summary>
public sealed record Exclusion(Guid AgencyId, string AgencyName, string Reason);

/// <summary>What the owner asks for.</summary>
public sealed record ProcurementTerms
{
    /// <summary>The project.</summary>
    public required Guid ProjectId { get; init; }

    /// <summary>The published item.</summary>
    public required string ServiceItemCode { get; init; }

    /// <summary>How the agency is found.</summary>
    public required SelectionMethod Method { get; init; }

    /// <summary>Whose money.</summary>
    public required FundSource Funds { get; init; }

    /// <summary>服务内容, in the owner's words.</summary>
    public required string Content { get; init; }

    /// <summary>服务期限 in working days from the contract.</summary>
    public required int ServiceWorkingDays { get; init; }

    /// <summary>最低限价, yuan; none for no floor.</summary>
    public decimal? LowestAmount { get; init; }

    /// <summary>最高限价 or, where nobody bids, the price itself; yuan.</summary>
    public required decimal HighestAmount { get; init; }

    /// <summary>大名单 of a credit draw.</summary>
    public int? BigList { get; init; }

    /// <summary>小名单 of a credit draw.</summary>
    public int? SmallList { get; init; }

    /// <summary>Agencies excluded by the owner; published.</summary>
    public IReadOnlyList<Exclusion> Exclusions { get; init; } = [];

    /// <summary>The agency of a direct selection.</summary>
    public Guid? DirectAgencyId { get; init; }

    /// <summary>Why it is selected directly; published.</summary>
    public string? DirectReason { get; init; }

    /// <summary>Whether applicants name a price.</summary>
    public bool AsksPrice => Method is SelectionMethod.LowestPrice or SelectionMethod.BestPrice or SelectionMethod.AveragePrice or SelectionMethod.Merit;

    /// <summary>Whether a draw may decide: always, as equal prices are never settled by hand.</summary>
    public bool MayDraw => Method is not (SelectionMethod.Direct or SelectionMethod.Merit);

    /// <summary>Refuses what contradicts itself; the rules of the region are asked on publishing.</summary>
    internal void Check()
    {
        const int LongestContent = 4000;
        const decimal LargestAmount = 1_000_000_000m;
        if (string.IsNullOrWhiteSpace(Content) || Content.Length > LongestContent)
        {
            throw new RuleViolationException("procurement-content", LongestContent);
        }

        if (ServiceWorkingDays is < 1 or > 2500)
        {
            throw new RuleViolationException("procurement-period");
        }

        if (!IsAmount(HighestAmount) || HighestAmount > LargestAmount || (LowestAmount is { } floor && (!IsAmount(floor) || floor > HighestAmount)))
        {
            throw new RuleViolationException("procurement-amount");
        }

        if (Method == SelectionMethod.Credit && (BigList is not (>= 2 and <= 1000) || SmallList is not >= 1 || SmallList > BigList))
        {
            throw new RuleViolationException("procurement-lists");
        }

        if (Method == SelectionMethod.Direct && (DirectAgencyId is null || string.IsNullOrWhiteSpace(DirectReason)))
        {
            throw new RuleViolationException("procurement-direct");
        }

        if (Exclusions.Any(exclusion => string.IsNullOrWhiteSpace(exclusion.Reason)))
        {
            throw new RuleViolationException("exclusion-reason");
        }
    }

    /// <summary>Whether it is money: more than nothing, no fraction of a cent.</summary>
    internal static bool IsAmount(decimal amount) => amount > 0 && decimal.Round(amount, 2) == amount;
}

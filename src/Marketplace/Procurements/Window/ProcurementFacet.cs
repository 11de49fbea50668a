using Market.Marketplace.Search;

namespace Market.Marketplace.Procurements.Window;

/// <summary>By what published procurements are narrowed down.</summary>
public enum ProcurementFacet
{
    /// <summary>服务事项.</summary>
    Item,

    /// <summary>地区: the province of the project.</summary>
    Region,

    /// <summary>选取方式.</summary>
    Method,

    /// <summary>状态.</summary>
    Status,

    /// <summary>最高限价, in bands.</summary>
    Price,
}

/// <summary>Bands of prices (元), each by the place of its upper end.</summary>
public static class PriceBands
{
    private static readonly decimal[] Ends = [50_000m, 100_000m, 500_000m, 1_000_000m];

    /// <summary>All bands, the lowest first: "0-50000" to "1000000-".</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Ends.Length + 1).Select(NameOf)];

    /// <summary>The band of an amount; an amount at an end belongs to the higher band.</summary>
    public static string Of(decimal amount) => NameOf(Ends.Count(end => amount >= end));

    private static string NameOf(int band) => FormattableString.Invariant($"{(band == 0 ? 0 : Ends[band - 1])}-{(band == Ends.Length ? "" : Ends[band])}");
}

/// <summary>What a reader looks for among published procurements.</summary>
/// <param name="Words">Number, project, item, owner or winner.</param>
/// <param name="Wanted">The value wanted of a facet.</param>
public sealed record ProcurementSearch(string? Words = null, IReadOnlyDictionary<ProcurementFacet, string>? Wanted = null, int Page = 1, int Size = 20);

/// <summary>One page of procurements and what they can be narrowed down by.</summary>
/// <param name="ItemNames">Names of items by their codes.</param>
public sealed record ProcurementFindings(
    Operations.PagedList<ProcurementSummary> Page, IReadOnlyDictionary<ProcurementFacet, IReadOnlyList<CountedValue>> Facets, IReadOnlyDictionary<string, string> ItemNames);

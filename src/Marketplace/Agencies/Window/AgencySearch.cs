namespace Market.Marketplace.Agencies.Window;

/// <summary>By what agencies are narrowed down.</summary>
public enum AgencyFacet
{
    /// <summary>服务事项: what its licences of today open.</summary>
    Item,

    /// <summary>资质类别, in force today.</summary>
    Qualification,

    /// <summary>资质等级 of the category wanted, or of any.</summary>
    Grade,

    /// <summary>地区: the province of registration.</summary>
    Region,

    /// <summary>按时率 of at least so many per cent.</summary>
    OnTime,

    /// <summary>一次通过率 of at least so many per cent.</summary>
    FirstPass,

    /// <summary>评价 of at least so many tenths of a star.</summary>
    Rating,

    /// <summary>价格: awards at no more than so many per cent of their ceilings, on average.</summary>
    Price,
}

/// <summary>In which order agencies are shown.</summary>
public enum AgencyOrder
{
    /// <summary>综合: the credit grade first; within a grade another order every day, so that no place can be bought or kept.</summary>
    Balanced,

    /// <summary>按时率.</summary>
    OnTime,

    /// <summary>一次通过率.</summary>
    FirstPass,

    /// <summary>评价.</summary>
    Rating,

    /// <summary>价格, the lowest first.</summary>
    Price,

    /// <summary>完成数量.</summary>
    Done,

    /// <summary>名称, as a dictionary has it.</summary>
    Name,

    /// <summary>入驻时间, the newest first.</summary>
    Newest,
}

/// <summary>What a reader looks for.</summary>
/// <param name="Words">Name, pinyin or credit code.</param>
/// <param name="Wanted">The value wanted of a facet.</param>
public sealed record AgencySearch(
    string? Words = null, IReadOnlyDictionary<AgencyFacet, string>? Wanted = null, AgencyOrder Order = AgencyOrder.Balanced, int Page = 1, int Size = 20);

/// <summary>A value that can be chosen, and how many agencies would be left.</summary>
/// <param name="Value">As the search takes it.</param>
/// <param name="Name">As people read it; none where the value itself says it.</param>
public sealed record FacetValue(string Value, string? Name, int Count, bool IsWanted);

/// <summary>The values of one facet. Each is counted under all other conditions of the search.</summary>
public sealed record FacetValues(AgencyFacet Facet, IReadOnlyList<FacetValue> Values);

/// <summary>An agency in the shop window, with the figures people compare.</summary>
/// <param name="Score">The objective score of its record.</param>
/// <param name="AverageRating">Stars, where there are ratings.</param>
/// <param name="AveragePrice">Awards as a share of their ceilings, where there are any.</param>
public sealed record AgencyCard(
    Guid Id, string Name, string CreditCode, AgencyStatus Status, string RegionCode, string Address, DateTimeOffset AdmittedAt,
    IReadOnlyList<string> Qualifications, QualificationStanding WorstStanding, AgencyRecord Record, decimal Score,
    int Ratings, decimal? AverageRating, int Awards, decimal? AveragePrice)
{
    /// <summary>Nothing accepted yet (新入驻).</summary>
    public bool IsNew => Record.Done == 0;

    /// <summary>Accepted results handed in on time, as a share.</summary>
    public double? OnTimeShare => Record.Done == 0 ? null : (double)Record.OnTime / Record.Done;

    /// <summary>Accepted results never returned, as a share.</summary>
    public double? FirstPassShare => Record.Done == 0 ? null : (double)Record.FirstPass / Record.Done;
}

/// <summary>One page of agencies and what can be narrowed down further.</summary>
public sealed record AgencyFindings(Operations.PagedList<AgencyCard> Page, IReadOnlyList<FacetValues> Facets);

namespace Market.Marketplace.Agencies.Window;

/// <summary>The provinces by the first two digits of region codes (GB/T 2260).</summary>
public static class Regions
{
    private const string Names =
        "11北京 12天津 13河北 14山西 15内蒙古 21辽宁 22吉林 23黑龙江 31上海 32江苏 33浙江 34安徽 " +
        "35福建 36江西 37山东 41河南 42湖北 43湖南 44广东 45广西 46海南 50重庆 51四川 52贵州 " +
        "53云南 54西藏 61陕西 62甘肃 63青海 64宁夏 65新疆 71台湾 81香港 82澳门 ";

    private static readonly Dictionary<string, string> Provinces = Names.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(name => name[..2], name => name[2..], StringComparer.Ordinal);

    /// <summary>The codes of all provinces.</summary>
    public static IReadOnlyCollection<string> Codes => Provinces.Keys;

    /// <summary>The province of a region; none for a code that is none.</summary>
    public static string? ProvinceOf(string regionCode) =>
        regionCode is { Length: >= 2 } ? Provinces.GetValueOrDefault(regionCode[..2]) : null;
}

using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Organisations;

namespace Market.Marketplace.Seeding;

/// <summary>Chance that is the same in every run (SplitMix64): a seed can be compared with the same seed on another machine.</summary>
internal sealed class SeedChance(ulong seed)
{
    private ulong _state = seed;

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}

/// <summary>Invented names and numbers that look like those of the field.</summary>
internal static class SeedNames
{
    private const string First = "云星江湖岳麓橘洲天华中新远恒安泰瑞丰德信诚智博宏达广源清明光正方元海陆";
    private const string Second = "图测绘程通达成建筑业科创联合众鼎盛隆昌平和顺祥嘉禾林川原野峰岭泉溪港湾城";
    private static readonly string[] Kinds = ["测绘", "规划设计", "工程设计", "岩土勘察", "环境评估", "检测技术", "工程咨询", "造价咨询", "水土保持", "消防技术", "地质勘查", "图审咨询"];
    private static readonly string[] Uses = ["住宅小区", "商务中心", "产业园", "标准厂房", "学校", "医院", "综合体", "保障房", "物流园", "研发中心", "公园", "道路工程"];
    private static readonly string[] Roads = ["枫林路", "潇湘路", "五一路", "湘雅路", "人民路", "书院路", "芙蓉路", "万家丽路", "云谷路", "岳华路"];
    private static readonly string[] Phases = ["一期", "二期", "三期", "A 区", "B 区", "改扩建"];
    private static readonly string[] Provinces = [.. Regions.Codes.Where(code => string.CompareOrdinal(code, "70") < 0)];

    /// <summary>The n-th agency: no two of the first million have one name.</summary>
    public static (string Name, string Region, string Kind) Agency(int n)
    {
        var region = Provinces[n % Provinces.Length];
        var kind = Kinds[n / Provinces.Length % Kinds.Length];
        // A prime step visits every pair of characters before it comes back to the first.
        var pair = (int)((long)(n / (Provinces.Length * Kinds.Length)) * 7919 % (First.Length * Second.Length));
        var tail = n / (Provinces.Length * Kinds.Length * First.Length * Second.Length);
        return (
            $"{Regions.ProvinceOf(region)}{First[pair / Second.Length]}{Second[pair % Second.Length]}{kind}{(tail == 0 ? "" : $"第{tail}")}有限公司", $"{region}0104", kind);
    }

    /// <summary>A credit code with a right check character.</summary>
    public static string Code(char kind, string region, int n)
    {
        var first17 = $"9{(kind == 'A' ? '1' : '3')}{region}MB{n:D7}";
        return first17 + CreditCode.CheckCharacter(first17);
    }

    public static string Project(SeedChance chance) =>
        $"{First[chance.Below(First.Length)]}{Second[chance.Below(Second.Length)]}{chance.OneOf(Roads)}{chance.OneOf(Uses)}{chance.OneOf(Phases)}";

    /// <summary>What an agency of a kind holds.</summary>
    public static (string Category, string? Specialty, string Grade) Licence(string kind, SeedChance chance) => kind switch
    {
        "测绘" => ("测绘资质", "工程测量、界线与不动产测绘", chance.OneOf(["甲级", "乙级", "乙级"])),
        "规划设计" => ("城乡规划编制单位资质", null, chance.OneOf(["甲级", "乙级", "乙级"])),
        "工程设计" => ("工程设计资质", "建筑行业（建筑工程）", chance.OneOf(["甲级", "乙级"])),
        "岩土勘察" => ("工程勘察资质", "岩土工程", chance.OneOf(["甲级", "乙级"])),
        "地质勘查" => ("地质灾害防治单位资质", "评估", chance.OneOf(["甲级", "乙级"])),
        "图审咨询" => ("施工图审查机构", "房屋建筑", chance.OneOf(["一类", "二类"])),
        "检测技术" => ("雷电防护装置检测资质", null, chance.OneOf(["甲级", "乙级"])),
        _ => ("工程咨询单位资信", kind, chance.OneOf(["甲级", "乙级"])),
    };
}

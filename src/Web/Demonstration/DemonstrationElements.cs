using Market.Marketplace.Elements;

namespace Market.Web.Demonstration;

/// <summary>The elements of the demonstration's two triggered services, and what applicant and agency enter for the first case.
/// How far declared and found site areas may lie apart is invented; the hours of sunlight are those of the standard.</summary>
internal static class DemonstrationElements
{
    private const string PlanningLaw = "城乡规划法 第三十八条、第四十条";
    private const string ResidentialStandard = "GB 50180—2018 第 4.0.9 条";

    public static ElementSchema Review { get; } = new(
    [
        Figure("YDMJ", "用地面积", "㎡", 2),
        Figure("ZJZMJ", "总建筑面积", "㎡", 2),
        Figure("JRMJ", "计容建筑面积", "㎡", 2),
        Figure("JDMJ", "建筑基底面积", "㎡", 2),
        Figure("LDMJ", "绿地面积", "㎡", 2),
        Computed("RJL", "容积率", null, 2, "计容建筑面积 / 用地面积", LimitKind.AtMost, "条件.容积率"),
        Computed("JZMD", "建筑密度", "%", 2, "建筑基底面积 / 用地面积 * 100", LimitKind.AtMost, "条件.建筑密度"),
        Computed("LDL", "绿地率", "%", 2, "绿地面积 / 用地面积 * 100", LimitKind.AtLeast, "条件.绿地率"),
        Figure("JZGD", "建筑高度", "m", 2) with { Kind = ElementKind.Indicator, Limit = new(LimitKind.AtMost, "条件.建筑高度"), LegalBasis = PlanningLaw },
        Figure("JDCW", "机动车位", "个", 0) with { Kind = ElementKind.Indicator, Limit = new(LimitKind.AtLeast, "条件.机动车位"), LegalBasis = PlanningLaw },
        new("YDMJC", "用地面积误差", ElementKind.Comparison)
        {
            Unit = "%",
            Decimals = 2,
            Formula = "abs(用地面积 - 报建.用地面积) / 报建.用地面积 * 100",
            Limit = new(LimitKind.AtMost, "0.5"),
        },
        new("JL", "指标符合规划条件", ElementKind.Conclusion, ElementType.YesNo)
        {
            Formula = "容积率 <= 条件.容积率 and 建筑密度 <= 条件.建筑密度 and 绿地率 >= 条件.绿地率 and 建筑高度 <= 条件.建筑高度 and 机动车位 >= 条件.机动车位",
        },
    ]);

    public static ElementSchema Sunlight { get; } = new(
    [
        Figure("FHHS", "复核户数", "户", 0),
        Figure("BMZHS", "不满足户数", "户", 0) with { Kind = ElementKind.Indicator, Limit = new(LimitKind.AtMost, "0"), LegalBasis = ResidentialStandard },
        Figure("ZDRZ", "大寒日最少日照时数", "h", 2) with { Kind = ElementKind.Indicator, Limit = new(LimitKind.AtLeast, "2"), LegalBasis = ResidentialStandard },
        Figure("ZBYX", "周边受影响户数", "户", 0) with { IsRequired = false },
        new("JL", "日照满足标准", ElementKind.Conclusion, ElementType.YesNo) { Formula = "不满足户数 = 0 and 大寒日最少日照时数 >= 2" },
    ]);

    /// <summary>What the applicant of the first case declares.</summary>
    public static IReadOnlyDictionary<string, string> Declared { get; } = new Dictionary<string, string>
    {
        ["用地面积"] = "39282.05",
        ["总建筑面积"] = "86420.50",
        ["计容建筑面积"] = "86420.50",
        ["容积率"] = "2.20",
        ["建筑密度"] = "21.60",
        ["绿地率"] = "35.10",
        ["建筑高度"] = "54.00",
        ["机动车位"] = "820",
    };

    /// <summary>What the reviewing agency finds: eight parking places less than declared.</summary>
    public static IReadOnlyDictionary<string, string> Found { get; } = new Dictionary<string, string>
    {
        ["用地面积"] = "39282.05",
        ["总建筑面积"] = "86420.50",
        ["计容建筑面积"] = "86420.50",
        ["建筑基底面积"] = "8484.92",
        ["绿地面积"] = "13788.00",
        ["建筑高度"] = "54.00",
        ["机动车位"] = "812",
    };

    private static ElementDefinition Figure(string code, string name, string unit, int decimals) =>
        new(code, name, ElementKind.Basic) { Unit = unit, Decimals = decimals };

    private static ElementDefinition Computed(string code, string name, string? unit, int decimals, string formula, LimitKind kind, string bound) =>
        new(code, name, ElementKind.Indicator)
        {
            Unit = unit,
            Decimals = decimals,
            Formula = formula,
            Limit = new(kind, bound),
            LegalBasis = PlanningLaw,
        };
}

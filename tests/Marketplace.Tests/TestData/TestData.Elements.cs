using Market.Marketplace.Elements;

namespace Market.Marketplace.Tests;

internal static partial class TestData
{
    /// <summary>The elements of a technical review: facts, figures computed from them and limited by the planning conditions,
    /// a comparison with what was declared, a conclusion.</summary>
    public static ElementSchema ReviewElements { get; } = new(
    [
        new("YDMJ", "用地面积", ElementKind.Basic) { Unit = "㎡", Decimals = 2 },
        new("JRMJ", "计容建筑面积", ElementKind.Basic) { Unit = "㎡", Decimals = 2 },
        new("YDXZ", "用地性质", ElementKind.Basic, ElementType.Text) { IsRequired = false },
        new("RJL", "容积率", ElementKind.Indicator)
        {
            Decimals = 2,
            Formula = "round(计容建筑面积 / 用地面积, 2)",
            Limit = new ElementLimit(LimitKind.AtMost, "2.2"),
            LegalBasis = "城乡规划法第三十八条",
        },
        new("YDC", "用地面积差", ElementKind.Comparison)
        {
            Unit = "㎡",
            Decimals = 2,
            Formula = "abs(用地面积 - 报建.用地面积)",
            Limit = new ElementLimit(LimitKind.AtMost, "0.5"),
        },
        new("JL", "符合规划条件", ElementKind.Conclusion, ElementType.YesNo) { Formula = "容积率 <= 2.2" },
    ]);

    /// <summary>Entries that keep every limit.</summary>
    public static Dictionary<string, string> GoodElements => new() { ["用地面积"] = "10000", ["计容建筑面积"] = "21,960.00 ㎡" };
}

using Market.Marketplace.Elements;

namespace Market.Marketplace.ApprovalCases;

/// <summary>What an applicant declares (报建值), by approval item: figures, and whether the design is commissioned here.</summary>
public static class DeclaredElements
{
    private static readonly ElementDefinition[] OfPlanningPermit =
    [
        Figure("YDMJ", "用地面积", "㎡", 2),
        Figure("ZJZMJ", "总建筑面积", "㎡", 2),
        Figure("JRMJ", "计容建筑面积", "㎡", 2),
        Figure("RJL", "容积率", null, 2),
        Figure("JZMD", "建筑密度", "%", 2),
        Figure("LDL", "绿地率", "%", 2),
        Figure("JZGD", "建筑高度", "m", 2),
        Figure("JDCW", "机动车位", "个", 0),
        new("WTSJ", ElementNames.CommissionsDesign, ElementKind.Basic, ElementType.YesNo) { IsRequired = false },
    ];

    /// <summary>The figures of an approval item; none where it has no such list.</summary>
    public static IReadOnlyList<ElementDefinition> Of(string approvalItem) =>
        approvalItem == ApprovalItems.PlanningPermit ? OfPlanningPermit : [];

    private static ElementDefinition Figure(string code, string name, string? unit, int decimals) =>
        new(code, name, ElementKind.Basic) { Unit = unit, Decimals = decimals, IsRequired = false };
}

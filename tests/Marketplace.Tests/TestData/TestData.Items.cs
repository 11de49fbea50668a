using Market.Marketplace.Catalogue;
using Market.Marketplace.Projects;

namespace Market.Marketplace.Tests;

internal static partial class TestData
{
    public static ServiceItemTerms Item(string code, string name) => new()
    {
        Code = code,
        Name = name,
        Stage = ProjectStage.PlanningPermit,
        Precedes = ["建设工程规划许可"],
        RequiredQualification = new("城乡规划编制单位资质乙级及以上", [new("城乡规划编制单位资质", null, "乙级")]),
        LimitWorkingDays = 5,
        Deliverable = $"{name}报告",
        Payer = Payer.Treasury,
        PriceUnit = "元/㎡",
        LegalBasis = [new LegalBasis("中华人民共和国城乡规划法", "第四十条")],
        SealScheme = [new(1, SealKind.Practitioner, "审核", Planner), new(2, SealKind.Unit, "单位")],
        EffectiveFrom = new DateOnly(2026, 1, 1),
    };

    public static ProjectRegistration Project(bool isResidential = true, string? designAgencyCode = null, string code = "2611-430104-04-01-100001") =>
        new(code, "湘江云谷一期", "岳麓区测试路", 36_500.5m, isResidential, designAgencyCode);
}

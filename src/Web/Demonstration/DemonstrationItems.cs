using Market.Marketplace.Catalogue;

namespace Market.Web.Demonstration;

/// <summary>The service-item list (中介服务事项清单) of the demonstration: the items that planning, land and construction
/// approvals really know. Limits and bases whose source was not read say 待核实.</summary>
internal static class DemonstrationItems
{
    private const string NoLicence = "无资质要求（承诺制）";
    private const string LimitFigure = "办理时限";
    private const string QualificationText = "资质要求";
    private const string PlanningPermit = "建设工程规划许可";
    private const string LandPermit = "建设用地规划许可";
    private const string LandApproval = "建设用地审批";
    private const string ConstructionPermit = "建筑工程施工许可";
    private const string JointAcceptance = "竣工联合验收（规划核实与土地核验）";

    private static readonly DateOnly EffectiveFrom = new(2026, 1, 1);

    private static readonly LegalBasis Clearance = new("国务院办公厅关于清理规范国务院部门行政审批中介服务的通知（国办发〔2015〕31号）");
    private static readonly LegalBasis PlanningLaw = new("中华人民共和国城乡规划法", "第四十条");
    private static readonly LegalBasis LandLaw = new("中华人民共和国土地管理法");
    private static readonly LegalBasis SurveyingLaw = new("中华人民共和国测绘法");
    private static readonly LegalBasis BuildingRules = new("建设工程勘察设计管理条例", "第三十三条");

    private static readonly QualificationOption Planner = new("城乡规划编制单位资质", null, "乙级");
    private static readonly QualificationOption BuildingDesign = new("工程设计资质", "建筑行业", "甲级");
    private static readonly QualificationOption EngineeringSurvey = new("测绘资质", "工程测量", "乙级");
    private static readonly QualificationOption BoundarySurvey = new("测绘资质", "界线与不动产测绘", "乙级");
    private static readonly QualificationOption Lightning = new("雷电防护装置检测资质", null, "乙级");
    private static readonly QualificationOption Laboratory = new("检验检测机构资质认定（CMA）");
    private static readonly QualificationOption GeologicalHazard = new("地质灾害防治单位资质", "评估", "乙级");

    public static IReadOnlyList<ServiceItemTerms> All { get; } =
    [
        Item("ZJ-1-01", "项目建议书、可行性研究报告编制", ["政府投资项目审批"], 20, "可行性研究报告", "总投资‰或万元/项", new("投资项目可行性研究指南"), "咨询工程师（投资）"),
        Item("ZJ-1-02", "可行性研究报告评估", ["政府投资项目审批"], 15, "评估报告", "万元/项", new("政府投资条例", "第十一条"), "咨询工程师（投资）") with { Payer = Payer.Treasury },
        Item("ZJ-1-03", "节能报告编制", ["固定资产投资项目节能审查"], 15, "节能报告", "万元/项", new("固定资产投资项目节能审查办法")),
        Item("ZJ-1-04", "社会稳定风险评估", ["重大项目立项"], 15, "社会稳定风险评估报告", "万元/项", Clearance),
        Item("ZJ-1-05", "立项用地规划许可综合测绘（选址测绘、勘测定界、宗地测量、地形测量）", ["用地预审与选址意见书", LandPermit], 10, "勘测定界报告及图、宗地图、1:500 地形图", "元/亩、元/平方千米、元/点", SurveyingLaw, "注册测绘师", EngineeringSurvey, BoundarySurvey),
        Item("ZJ-1-06", "地质灾害危险性评估", ["用地预审与选址意见书", LandApproval], 15, "地质灾害危险性评估报告", "万元/项", new("地质灾害防治条例", "第二十一条"), "注册土木工程师（岩土）", GeologicalHazard),
        Item("ZJ-1-07", "压覆重要矿产资源评估", [LandApproval], 15, "压覆重要矿产资源评估报告", "万元/项", new("中华人民共和国矿产资源法")),
        Item("ZJ-1-08", "土地价格评估", ["国有建设用地使用权出让"], 7, "土地估价报告", "差额累进‰", LandLaw, "土地估价师"),
        Item("ZJ-1-09", "土壤污染状况调查", ["用途变更为住宅、公共管理与公共服务用地"], 30, "土壤污染状况调查报告", "万元/地块", new("中华人民共和国土壤污染防治法", "第五十九条"), null, Laboratory),
        Item("ZJ-1-10", "考古调查、勘探", ["国有建设用地使用权出让"], 20, "考古调查勘探报告", "元/平方米", new("中华人民共和国文物保护法"), null, new QualificationOption("考古发掘资质")),
        Item("ZJ-2-01", "规划设计方案编制", [PlanningPermit], null, "总平面图及方案文本", "元/平方米", PlanningLaw, "注册城乡规划师", Planner, new QualificationOption("工程设计资质", "建筑行业", "乙级")) with { LimitText = "按合同约定" },
        Item("ZJ-2-02", "规划方案技术审查", [PlanningPermit], 5, "技术审查意见书、经济技术指标核算表", "元/平方米", PlanningLaw, "注册城乡规划师", Planner, BuildingDesign) with { Payer = Payer.Treasury, Elements = DemonstrationElements.Review },
        Item("ZJ-2-03", "日照复核", [PlanningPermit], 5, "日照分析复核报告", "元/平方米", PlanningLaw, "注册城乡规划师", Planner, EngineeringSurvey) with { Payer = Payer.Treasury, Elements = DemonstrationElements.Sunlight },
        Item("ZJ-2-04", "交通影响评价", [PlanningPermit], 15, "交通影响评价报告", "万元/项", PlanningLaw, "注册城乡规划师", Planner),
        Item("ZJ-2-05", "工程规划许可综合测绘（拨地、定线测量）", [PlanningPermit], 5, "放线成果图", "元/点", SurveyingLaw, "注册测绘师", EngineeringSurvey),
        Item("ZJ-2-06", "环境影响报告书（表）编制", ["建设项目环境影响评价审批"], 30, "环境影响报告书、报告表", "万元/本", new("中华人民共和国环境影响评价法", "第十六条"), "环境影响评价工程师") with { LimitText = "报告书 30 个工作日，报告表 15 个工作日" },
        Item("ZJ-2-07", "环境影响评价技术评估", ["建设项目环境影响评价审批"], 15, "技术评估意见", "万元/本", new("中华人民共和国环境影响评价法"), "环境影响评价工程师") with { Payer = Payer.Treasury },
        Item("ZJ-2-08", "水土保持方案编制", ["生产建设项目水土保持方案审批"], 15, "水土保持方案报告书、报告表", "万元/项", new("中华人民共和国水土保持法", "第二十五条")),
        Item("ZJ-2-09", "防洪影响评价、水资源论证", ["洪水影响评价类审批", "取水许可"], 20, "防洪影响评价报告、水资源论证报告", "万元/项", new("中华人民共和国防洪法", "第三十三条")),
        Item("ZJ-3-01", "工程勘察", ["施工图设计文件审查"], null, "岩土工程勘察报告", "元/米", BuildingRules, "注册土木工程师（岩土）", new QualificationOption("工程勘察资质")) with { LimitText = "按合同约定" },
        Sourced("ZJ-3-02", "施工图审查（勘察文件）", [ConstructionPermit], 7, "勘察文件审查合格书", "勘察费%", BuildingRules, "注册土木工程师（岩土）", new QualificationOption("施工图审查机构", "勘察", "二类")) with { Payer = Payer.Treasury, LimitText = "甲级项目 7 个工作日，乙级及以下 5 个工作日" },
        Sourced("ZJ-3-03", "施工图设计文件审查（多图联审）", [ConstructionPermit, "特殊建设工程消防设计审查"], 15, "审查合格书、全套盖章图纸", "元/平方米", BuildingRules, "一级注册建筑师", new QualificationOption("施工图审查机构", "房屋建筑", "二类")) with { Payer = Payer.Treasury, LimitText = "大型 15 个工作日，中型及以下 10 个工作日；设计修改和复审时间不计入" },
        Item("ZJ-3-04", "施工许可综合测绘（放线测量、房产预测绘）", [ConstructionPermit, "商品房预售许可"], 5, "放（验）线报告、房产预测报告", "元/点、元/平方米", SurveyingLaw, "注册测绘师", EngineeringSurvey),
        Item("ZJ-3-05", "雷电防护装置设计技术评价", ["雷电防护装置设计审核"], 10, "技术评价报告", "元/平方米", new("气象灾害防御条例", "第二十三条"), null, Lightning) with { Payer = Payer.Treasury },
        Item("ZJ-3-06", "工程预算编制", ["政府投资项目财政评审"], 15, "工程预算书", "差额累进‰", new("基本建设财务规则"), "一级造价工程师"),
        Item("ZJ-4-01", "竣工联合测绘", [JointAcceptance, "不动产首次登记"], 10, "综合测绘成果（报告及数据包，CGCS2000、1985 国家高程基准）", "元/平方米", SurveyingLaw, "注册测绘师", EngineeringSurvey, BoundarySurvey),
        Item("ZJ-4-02", "建筑消防设施检测", ["特殊建设工程消防验收"], 7, "消防设施检测报告", "元/平方米", new("建设工程消防设计审查验收管理暂行规定"), "一级注册消防工程师"),
        Item("ZJ-4-03", "雷电防护装置竣工检测", ["雷电防护装置竣工验收"], 5, "防雷装置检测报告", "元/点", new("气象灾害防御条例", "第二十三条"), null, Lightning),
        Item("ZJ-4-04", "室内环境检测", ["竣工验收备案"], 7, "室内环境检测报告", "元/点", new("民用建筑工程室内环境污染控制标准 GB 50325"), null, Laboratory),
        Item("ZJ-4-06", "工程结算审核", ["政府投资项目财政评审"], 15, "结算审核报告", "差额累进‰", new("基本建设财务规则"), "一级造价工程师") with { SeparateFrom = ["ZJ-3-06"] },
        Item("ZJ-4-05", "环境保护、水土保持设施验收报告编制", ["建设单位自主验收"], 15, "验收报告", "万元/项", new("建设项目环境保护管理条例", "第十七条")),
    ];

    // Limits and licences here were not read in a source: the page says 待核实.
    private static ServiceItemTerms Item(
        string code, string name, IReadOnlyList<string> precedes, int? limit, string deliverable, string priceUnit, LegalBasis basis,
        string? registration = null, params QualificationOption[] anyOf) =>
        Sourced(code, name, precedes, limit, deliverable, priceUnit, basis, registration, anyOf) with { Unverified = [LimitFigure, QualificationText] };

    private static ServiceItemTerms Sourced(
        string code, string name, IReadOnlyList<string> precedes, int? limit, string deliverable, string priceUnit, LegalBasis basis,
        string? registration, params QualificationOption[] anyOf) => new()
        {
            Code = code,
            Name = name,
            Stage = (ProjectStage)(code[3] - '0'),
            Precedes = precedes,
            RequiredQualification = new(anyOf.Length == 0 ? NoLicence : string.Join("，或 ", anyOf.Select(Say)), anyOf),
            LimitWorkingDays = limit,
            Deliverable = deliverable,
            Payer = Payer.Owner,
            PriceUnit = priceUnit,
            LegalBasis = [basis],
            SealScheme = registration is null
                ? [new SealStep(1, SealKind.Unit, "单位")]
                : [new SealStep(1, SealKind.Practitioner, "编制", registration), new SealStep(2, SealKind.Unit, "单位")],
            EffectiveFrom = EffectiveFrom,
        };

    private static string Say(QualificationOption option) =>
        option.Category
        + (option.Specialty is null ? "" : $"（{option.Specialty}）")
        + (option.MinimumGrade is null ? "" : $" {option.MinimumGrade}及以上");
}

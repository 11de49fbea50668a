using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Catalogue;

namespace Market.Marketplace.TaskOrders;

/// <summary>A department that checks in a joint acceptance.</summary>
public sealed record CheckingDepartment(string Title, string? Code = null);

/// <summary>The two service chains (业务服务链条) as rules ready to be published. A region publishes them as they are or changes
/// them: they are data like every other rule.</summary>
public static class ChainTemplates
{
    /// <summary>规划设计 → 企业报建 → 技术审查 → 行政审批.</summary>
    public static IReadOnlyList<TriggerRuleTerms> PlanningPermit { get; } =
    [
        new("GHXK-SL-01", "建设工程规划许可受理后的技术性服务", TriggerEvent.CaseAccepted, ApprovalItems.PlanningPermit,
            [
                new TriggeredTask("ZJ-2-02", Payer.Treasury, AgencyChoice.PanelRotation),
                new TriggeredTask(
                    "ZJ-2-03", Payer.Treasury, AgencyChoice.PanelRotation,
                    new ElementCondition(ElementNames.Residential, ElementComparison.Equals, "是")),
            ])
        {
            Plan = new TriggerPlan
            {
                Steps =
                [
                    new TriggeredStep(
                        CaseStepKind.ExpertMeeting, "方案评审会", 5,
                        Condition: new ElementCondition(ElementNames.BuildingArea, ElementComparison.AtLeast, "50000")),
                    new TriggeredStep(CaseStepKind.PublicityBefore, "建设工程规划许可批前公示", 7),
                ],
            },
        },
        new("GHXK-PH-01", "建设工程规划许可批后公布", TriggerEvent.CaseGranted, ApprovalItems.PlanningPermit, [])
        {
            Plan = new TriggerPlan { Steps = [new TriggeredStep(CaseStepKind.PublicityAfter, "建设工程规划许可批后公布", 7)] },
        },
        new("GHXK-SJ-01", "规划设计方案编制（申请人在申报前委托）", TriggerEvent.ElementValue, ApprovalItems.PlanningPermit,
            [new TriggeredTask("ZJ-2-01", Payer.Owner, AgencyChoice.Applicant) { LimitWorkingDays = 20 }])
        {
            Plan = new TriggerPlan
            {
                Element = ElementNames.CommissionsDesign,
                When = [new ElementCondition(ElementNames.CommissionsDesign, ElementComparison.Equals, "是")],
            },
        },
    ];

    /// <summary>综合测绘 → 企业报建 → 多部门联合查验 → 行政审批: one survey that the applicant commissions before filing, one package, every
    /// department checks it at the same time, one joint visit to the site, and the join.</summary>
    public static IReadOnlyList<TriggerRuleTerms> JointAcceptance(IReadOnlyList<CheckingDepartment> departments) =>
    [
        new("LHYS-CH-01", "竣工联合测绘（一次外业、一套成果）", TriggerEvent.CaseStarted, ApprovalItems.JointAcceptance,
            [new TriggeredTask("ZJ-4-01", Payer.Owner, AgencyChoice.Applicant)]),
        new("LHYS-CY-01", "多部门联合查验", TriggerEvent.CaseAccepted, ApprovalItems.JointAcceptance, [])
        {
            Plan = new TriggerPlan
            {
                Steps =
                [
                    new TriggeredStep(CaseStepKind.SiteVisit, "联合踏勘", 3),
                    .. departments.Select(department => new TriggeredStep(CaseStepKind.DepartmentCheck, department.Title, 8, department.Code)),
                ],
            },
        },
    ];
}

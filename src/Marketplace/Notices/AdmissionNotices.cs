using Market.Marketplace.Admissions;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Notices;

/// <summary>The operator's notices to an agency that take something from it: each says how the agency may be heard.</summary>
internal sealed class AdmissionNotices(MarketplaceDbContext db, OperationContext context, AdmissionRules rules)
{
    public Task RefusedAsync(Admission admission) => IssueAsync(OfficialNoticeKind.AdmissionRefused, admission, values => values.With(
        ("决定编号", admission.DecisionNumber), ("理由", admission.StatedReason)));

    public Task ClearanceNotifiedAsync(Admission admission) => IssueAsync(OfficialNoticeKind.ClearanceNotified, admission, values => values.With(
        ("告知编号", admission.DecisionNumber), ("事实和理由", admission.StatedReason), ("陈述申辩期限", NoticeValues.Day(admission.PleaDeadline?.DueOn))));

    public Task RemovedAsync(Admission admission) => IssueAsync(OfficialNoticeKind.AgencyRemoved, admission, values => values.With(
        ("陈述情况", admission.Plea is null ? "在告知的期限内没有提交陈述申辩" : "提交的陈述申辩已经收到并审查"),
        ("决定编号", admission.DecisionNumber), ("事实和理由", admission.StatedReason),
        ("可以重新申请的日期", NoticeValues.Day(ChinaTime.DayOf(context.At).AddMonths(rules.AwayMonths.Value)))));

    private async Task IssueAsync(OfficialNoticeKind kind, Admission admission, Func<NoticeValues, NoticeValues> fill)
    {
        var office = new NoticeOffice(db, context);
        var values = new NoticeValues
        {
            ["机构名称"] = admission.Name,
            ["统一社会信用代码"] = admission.CreditCode,
            ["救济途径"] = rules.Remedies.Text,
        };
        office.Issue(
            kind, fill(values), await office.OperatorAsync(), new Subject(AgencyId: admission.Id), new NoticeAddress(admission.Id, admission.Name));
    }
}

using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Procurements;

/// <summary>The award notice (中选通知书): to the winner, with a copy to the owner.</summary>
internal static class AwardNotice
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    public static async Task<OfficialNotice> IssueAsync(NoticeOffice office, Procurement procurement, RulePack rules)
    {
        var winner = procurement.Outcome!.Winner!;
        var signatory = await office.OperatorAsync();
        return office.Issue(
            OfficialNoticeKind.Award, TextOf(procurement, rules, signatory?.Name ?? ""), signatory,
            new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id),
            new NoticeAddress(winner.AgencyId, winner.Name), new NoticeAddress(procurement.OwnerId, procurement.OwnerName));
    }

    private static NoticeText TextOf(Procurement procurement, RulePack rules, string signatory)
    {
        var terms = procurement.Terms;
        return new NoticeText(
            "中选通知书",
            [
                $"{procurement.OwnerName}就“{procurement.ProjectName}”公开选取“{procurement.ServiceItemName}”服务机构。经{terms.Method.Say()}、公示期满且无未处理的异议和投诉，确定贵单位为中选机构。",
            ],
            [
                new("采购项目编号", procurement.Number),
                new("项目名称", procurement.ProjectName),
                new("服务事项", $"{procurement.ServiceItemName}（{procurement.ServiceItemCode}）"),
                new(rules.OwnerWord, procurement.OwnerName),
                new("中选机构", $"{procurement.WinnerName}（{procurement.Outcome!.Winner!.CreditCode}）"),
                new("选取方式", terms.Method.Say()),
                new("中选金额", string.Create(CultureInfo.InvariantCulture, $"人民币 {procurement.AwardAmount:N2} 元")),
                new("服务期限", string.Create(CultureInfo.InvariantCulture, $"自合同签订之日起 {terms.ServiceWorkingDays} 个工作日")),
                new("公示期满", Day(procurement.PublicityUntil!.Value)),
            ],
            [
                procurement.TaskOrderId is not null
                    ? "本任务已同时委派给贵单位，请在应答期限内接单；办理期限自委派次日起算，价款按中选金额结算。"
                    : $"请于 {Day(procurement.ContractDueAt!.Value)}前与{procurement.OwnerName}签订书面合同，合同的价款、服务内容和期限应与采购公告及本通知书一致；合同签订后 {rules.FilingWorkingDays.Value} 个工作日内备案。",
                $"无正当理由{(procurement.TaskOrderId is null ? "不签订合同" : "不接单或者逾期未应答")}的，视为放弃中选：公开理由，扣信用分 {rules.AbandonmentPoints.Value} 分，{rules.AbandonmentMonths.Value} 个月内不能报名，由下一顺位机构递补。",
            ],
            [], signatory);
    }

    private static string Say(this SelectionMethod method) => Wording.Of(method, Chinese);

    // A deadline ends with its day; people read the last day on which they are in time.
    private static string Day(DateTimeOffset end) =>
        ChinaTime.DayOf(end.AddTicks(-1)).ToString("yyyy 年 M 月 d 日", CultureInfo.InvariantCulture);
}

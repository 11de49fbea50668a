using System.Globalization;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>Issues the sheet of a day as a numbered document under the platform's seal; one that says something else takes the place of the
/// one before.</summary>
internal sealed class ReconciliationOffice(MarketplaceDbContext db, OperationContext context)
{
    private const int MostListed = 200;

    public async Task IssueAsync(DayReconciliation reconciliation, Organisation department, DaySheet sheet)
    {
        if (reconciliation.Says(sheet))
        {
            return;
        }

        if (reconciliation.NoticeId is { } former)
        {
            (await db.OfficialNotices.SingleAsync(row => row.Id == former, context.Cancellation)).Lapse("情况有变化，由后来的对账单代替", context);
        }

        var office = new NoticeOffice(db, context);
        var issuer = await office.OperatorAsync();
        var text = NoticeTemplates.Of(OfficialNoticeKind.DayReconciliation).Fill(ValuesOf(reconciliation, sheet), issuer?.Name ?? "");
        text = text with { Demands = [.. sheet.Differences.Take(MostListed).Select(Say), .. text.Demands] };
        reconciliation.Issue(
            sheet, office.Issue(OfficialNoticeKind.DayReconciliation, text, issuer, default, new NoticeAddress(department.Id, department.Name)), context);
        context.Changed(department.Id);
    }

    /// <summary>A difference as the sheet says it.</summary>
    internal static string Say(DayDifference difference, int index)
    {
        var kind = difference.Kind switch { "case" => "办件", "task" => "任务单", _ => "成果" };
        var side = difference.OnlyHere ? "平台有，贵方无" : "贵方有，平台无";
        var detail = difference.Detail is { Length: > 0 } known ? $"（{known}）" : "";
        return string.Create(CultureInfo.InvariantCulture, $"差异 {index + 1}：{kind} {difference.Number}，{side}。{NoticeValues.Word(difference.Reason)}{detail}。");
    }

    private static NoticeValues ValuesOf(DayReconciliation reconciliation, DaySheet sheet) => new()
    {
        ["对账日"] = NoticeValues.Day(sheet.Day),
        ["核对依据"] = reconciliation.There is null ? "贵方未提交当日清单，按推送回执核对" : "贵方系统提交的当日清单",
        ["收到办件"] = Count(sheet.Cases),
        ["派出任务"] = Count(sheet.Tasks),
        ["送达成果"] = Count(sheet.Results),
        ["推送回执"] = string.Create(
            CultureInfo.InvariantCulture, $"已收 {sheet.PushesDelivered} 条，待重推 {sheet.PushesWaiting} 条，放弃 {sheet.PushesGivenUp} 条"),
        ["差异"] = sheet.Differences.Count == 0 ? "无" : string.Create(CultureInfo.InvariantCulture, $"{sheet.Differences.Count} 项，逐项说明如下"),
        ["未列差异"] = sheet.Differences.Count > MostListed ? string.Create(CultureInfo.InvariantCulture, $"{sheet.Differences.Count - MostListed} 项") : null,
    };

    private static string Count(IReadOnlyList<string> numbers) => numbers.Count == 0
        ? "0 件"
        : string.Create(CultureInfo.InvariantCulture, $"{numbers.Count} 件：{string.Join('、', numbers.Take(MostListed))}{(numbers.Count > MostListed ? "等" : "")}");
}

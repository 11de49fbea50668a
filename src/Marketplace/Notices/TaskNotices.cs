using Market.Marketplace.Calendars;
using Market.Marketplace.Organisations;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>The notices about a task, in the name of the department whose work it is.</summary>
internal sealed class TaskNotices(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>委派: to the agency that the panel's rule found.</summary>
    public Task DispatchedAsync(TaskOrder order, AssignmentEvidence evidence) => IssueAsync(
        OfficialNoticeKind.Dispatch, order, (values, parties) => values.With(
            ("入围库", evidence.PanelName), ("选取方式", evidence.Method), ("委派部门", parties.Department.Name), ("应答期限", LastDay(order.AnswerDueAt))),
        parties => [parties.Agency!]);

    /// <summary>改派: to the agency that lost the task, with a copy to the applicant.</summary>
    public Task ReassignedAsync(TaskOrder order, NoticeAddress former, string why) => IssueAsync(
        OfficialNoticeKind.Reassignment, order, (values, _) => values.With(
            ("原机构", former.Name), ("无人承接的机构", order.AgencyId is null ? former.Name : null), ("改派原因", why)),
        parties => [former, parties.Owner]);

    /// <summary>退回修改: to the agency, with a copy to the applicant.</summary>
    public Task ReturnedAsync(TaskOrder order, Result result, IReadOnlyList<Defect> defects, string remark) => IssueAsync(
        OfficialNoticeKind.Rework, order, (values, _) => values.With(
            ("报告编号", result.ReportNumber), ("退回人", context.Actor.DisplayName), ("问题", string.Join('；', defects.Select(Say))), ("总体意见", remark.Trim()),
            ("累计退回次数", $"{order.ReturnCount} 次"), ("重新提交期限", NoticeValues.Day(order.Deadline?.DueOn))),
        parties => [parties.Agency!, parties.Owner]);

    /// <summary>延期: the owner's answer to the agency, with a copy to the department.</summary>
    public Task ExtensionAnsweredAsync(TaskOrder order, TaskExtension extension) => IssueAsync(
        OfficialNoticeKind.Extension, order, (values, _) => values.With(
            ("申请延长", NoticeValues.WorkingDays(extension.WorkingDays)), ("申请理由", extension.Reason),
            ("答复", extension.State == ExtensionState.Agreed ? "同意延期" : "不同意延期"), ("答复意见", extension.Remark),
            ("原到期日", NoticeValues.Day(extension.OldDueOn)), ("新到期日", NoticeValues.Day(extension.NewDueOn))),
        parties => [parties.Agency!, parties.Owner]);

    /// <summary>停止作业: to the agency, with a copy to the applicant; none where no agency had begun.</summary>
    public async Task StoppedAsync(TaskOrder order)
    {
        if (order.AgencyId is not null)
        {
            await IssueAsync(
                OfficialNoticeKind.StopWork, order,
                (values, _) => values.With(("停止原因", order.StopReason), ("已完成工作量", $"{order.WorkDonePercent}%")), parties => [parties.Agency!, parties.Owner]);
        }
    }

    private static string Say(Defect defect) =>
        $"{NoticeValues.Word(defect.Kind)}{(defect.Where.Length > 0 ? $"（{defect.Where}）" : "")}：{defect.What}";

    // A deadline ends with its day; people read the last day on which they are in time.
    private static string? LastDay(DateTimeOffset? end) => end is { } known ? NoticeValues.Day(ChinaTime.DayOf(known.AddTicks(-1))) : null;

    private async Task IssueAsync(
        OfficialNoticeKind kind, TaskOrder order, Func<NoticeValues, Parties, NoticeValues> fill, Func<Parties, IReadOnlyList<NoticeAddress>> to)
    {
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        var project = await db.Projects.SingleAsync(row => row.Id == order.ProjectId, context.Cancellation);
        var parties = new Parties(
            await db.Organisations.SingleAsync(row => row.Id == order.DepartmentId, context.Cancellation),
            new NoticeAddress(order.OwnerId, project.OwnerName), order.AgencyId is { } agency ? new NoticeAddress(agency, order.AgencyName!) : null);
        new NoticeOffice(db, context).Issue(
            kind, fill(NoticeValues.Of(order, approvalCase, project), parties), parties.Department, TriggeredDispatch.SubjectOf(order), to(parties));
    }

    private sealed record Parties(Organisation Department, NoticeAddress Owner, NoticeAddress? Agency);
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>The notices of a department to an applicant: each is written in the transaction of the operation it tells of.</summary>
internal sealed class CaseNotices(MarketplaceDbContext db, OperationContext context)
{
    public Task AcceptedAsync(ApprovalCase approvalCase) => IssueAsync(OfficialNoticeKind.CaseAccepted, approvalCase, values => values.With(
        ("受理日", NoticeValues.Day(context.Today)), ("承诺期限", NoticeValues.WorkingDays(approvalCase.Clock.ApprovalWorkingDays))));

    public Task NotAcceptedAsync(ApprovalCase approvalCase) =>
        IssueAsync(OfficialNoticeKind.CaseNotAccepted, approvalCase, values => values.With(("理由", approvalCase.RefusalReason)));

    public Task CorrectionAskedAsync(ApprovalCase approvalCase) =>
        IssueAsync(OfficialNoticeKind.CorrectionAsked, approvalCase, values => values.With(("需要补正的内容", approvalCase.CorrectionRequest)));

    public Task WithdrawnAsync(ApprovalCase approvalCase, int stopped) =>
        IssueAsync(OfficialNoticeKind.CaseWithdrawn, approvalCase, values => values.With(
            ("撤回理由", approvalCase.WithdrawalReason), ("停止作业的任务", stopped == 0 ? null : $"{stopped} 项")));

    /// <summary>Tells how long the commissioned work takes (特别程序); an earlier notice about the case no longer stands.</summary>
    /// <param name="why">Why the time is another than was told before; none the first time.</param>
    public async Task SpecialProcedureAsync(ApprovalCase approvalCase, string? why = null)
    {
        if (approvalCase.SpecialProcedures is not [.., var span] || approvalCase.Deadline is null)
        {
            return;
        }

        var earlier = await db.OfficialNotices.Where(row => row.CaseId == approvalCase.Id && row.Kind == OfficialNoticeKind.SpecialProcedure && row.LapsedAt == null)
            .ToListAsync(context.Cancellation);
        earlier.ForEach(notice => notice.Lapse("时间有变化，由后来的告知书代替", context));
        var work = await WorkOfAsync(approvalCase.Id);
        await IssueAsync(OfficialNoticeKind.SpecialProcedure, approvalCase, values => values.With(
            ("变更原因", why), ("所需程序", string.Join('；', work)), ("起算日", NoticeValues.Day(span.From)), ("预计结束日", NoticeValues.Day(span.To)),
            ("审批期限顺延至", NoticeValues.Day(approvalCase.Deadline.DueOn))));
    }

    /// <summary>A task takes longer than the applicant was told: the special procedure lasts as long, and the applicant hears of it.</summary>
    public async Task FollowAsync(TaskOrder order, string why)
    {
        if (order.Deadline is { } deadline)
        {
            await ExpectAsync(order, deadline.DueOn, why);
        }
    }

    /// <summary>A task is expected to end on a later day than the applicant was told.</summary>
    public async Task ExpectAsync(TaskOrder order, DateOnly end, string why)
    {
        if (order.IsOwnersChoice)
        {
            return;
        }

        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        if (approvalCase.Status == CaseStatus.Accepted && approvalCase.SpecialProcedures is [.., var told] && end > told.To)
        {
            approvalCase.BeginSpecialProcedure(end, context);
            await SpecialProcedureAsync(approvalCase, why);
        }
    }

    private async Task<List<string>> WorkOfAsync(Guid caseId)
    {
        // Also what this very operation has made and not yet saved.
        await db.TaskOrders.Where(row => row.CaseId == caseId).LoadAsync(context.Cancellation);
        await db.CaseSteps.Where(row => row.CaseId == caseId).LoadAsync(context.Cancellation);
        return
        [
            .. db.TaskOrders.Local.Where(order => order.CaseId == caseId && !order.IsOwnersChoice && TaskOrderLifecycle.IsOpen(order.Status)).OrderBy(order => order.Position)
                .Select(order => $"{order.ServiceItemName}（{order.AgencyName ?? "机构待定"}，{NoticeValues.WorkingDays(order.LimitWorkingDays + order.ExtraWorkingDays)}）"),
            .. db.CaseSteps.Local.Where(step => step.CaseId == caseId && !step.IsOver).OrderBy(step => step.Position)
                .Select(step => $"{step.Title}（{step.DepartmentName}，{step.Days} {(step.IsPublicity ? "日" : "个工作日")}）"),
        ];
    }

    private async Task IssueAsync(OfficialNoticeKind kind, ApprovalCase approvalCase, Func<NoticeValues, NoticeValues> fill)
    {
        var project = await db.Projects.SingleAsync(row => row.Id == approvalCase.ProjectId, context.Cancellation);
        var department = await db.Organisations.SingleAsync(row => row.Id == approvalCase.DepartmentId, context.Cancellation);
        new NoticeOffice(db, context).Issue(
            kind, fill(NoticeValues.Of(approvalCase, project, department.Name)), department, new Subject(project.Id, approvalCase.Id),
            new NoticeAddress(approvalCase.OwnerId, project.OwnerName));
    }
}

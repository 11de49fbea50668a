using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.CaseSteps;

/// <summary>Moves a group on when a task or step of it is done: the next of a sequence begins, and when enough is done the group
/// joins (汇合); when every group of the case has joined, the special procedure ends and the decision's clock runs again.</summary>
internal sealed class GroupProgress(MarketplaceDbContext db, OperationContext context)
{
    public async Task AdvanceAsync(Guid groupId)
    {
        var group = await db.TaskGroups.SingleAsync(row => row.Id == groupId, context.Cancellation);
        var orders = await db.TaskOrders.Where(row => row.GroupId == groupId).ToListAsync(context.Cancellation);
        var steps = await db.CaseSteps.Where(row => row.GroupId == groupId).ToListAsync(context.Cancellation);
        var plan = group.Plan ?? new TriggerPlan();
        if (plan.Mode == GroupMode.Sequence)
        {
            await BeginNextAsync(orders, steps);
        }

        var done = orders.Count(order => order.Status is TaskOrderStatus.Completed or TaskOrderStatus.Archived) + steps.Count(step => step.Status == CaseStepStatus.Passed);
        if (group.JoinedAt is null && plan.IsJoined(done, orders.Count + steps.Count))
        {
            await JoinAsync(group);
        }
    }

    /// <summary>An accepted result no longer stands: the group is not done until it is replaced.</summary>
    public async Task ReopenAsync(TaskOrder order)
    {
        var group = await db.TaskGroups.SingleAsync(row => row.Id == order.GroupId, context.Cancellation);
        group.JoinedAt = null;
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        if (order.Deadline is { } deadline)
        {
            approvalCase.BeginSpecialProcedure(deadline.DueOn, context);
        }
    }

    private async Task BeginNextAsync(List<TaskOrder> orders, List<CaseStep> steps)
    {
        var waiting = orders.Where(order => order.Status == TaskOrderStatus.Waiting).Select(order => order.Position)
            .Concat(steps.Where(step => step.Status == CaseStepStatus.Waiting).Select(step => step.Position)).DefaultIfEmpty(int.MaxValue).Min();
        var busy = orders.Any(order => order.Position < waiting && TaskOrderLifecycle.IsOpen(order.Status))
            || steps.Any(step => step.Position < waiting && !step.IsOver);
        if (busy || waiting == int.MaxValue)
        {
            return;
        }

        if (orders.Find(order => order.Position == waiting) is { } next)
        {
            next.Release(context);
            await new TriggeredDispatch(db, context).AssignAgainAsync(next);
            return;
        }

        var step = steps.Single(row => row.Position == waiting);
        step.Begin(context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.CaseStepOpened, new Subject(step.ProjectId, step.CaseId), step.Number, step.Title, step.DepartmentName, $"{step.Deadline!.DueOn:yyyy-MM-dd}"),
            step.DepartmentId, step.OwnerId);
    }

    private async Task JoinAsync(TaskGroup group)
    {
        group.JoinedAt = context.At;
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == group.CaseId, context.Cancellation);
        var journal = new Journal(db, context);
        var joined = journal.Record(LedgerKind.GroupJoined, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number);
        journal.Notify(joined, approvalCase.DepartmentId, approvalCase.OwnerId);
        var begunNow = db.TaskGroups.Local.Any(other => other.CaseId == group.CaseId && other.JoinedAt is null);
        if (!begunNow && !await db.TaskGroups.AnyAsync(other => other.CaseId == group.CaseId && other.Id != group.Id && other.JoinedAt == null, context.Cancellation))
        {
            approvalCase.EndSpecialProcedure(context);
        }
    }
}

using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>Climbs the ladder of the department's own clock on one case: departments are supervised as agencies are.</summary>
public sealed class SweepCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether anything was due.</summary>
    public async Task<bool> ExecuteAsync(Guid id)
    {
        var approvalCase = await db.ApprovalCases.FindOrThrowAsync(id, context.Cancellation);
        if (approvalCase.NextSweepAt is not { } due || due > context.At)
        {
            return false;
        }

        foreach (var timer in approvalCase.TakeTimersDue(context))
        {
            var ran = new Journal(db, context).Record(
                LedgerKind.TimerRan, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number);
            await new TriggeredDispatch(db, context).FireAsync(timer.RuleId, approvalCase, ran.Id);
        }

        if (approvalCase.RungsDue(context).Count == 0)
        {
            return true;
        }

        var department = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == approvalCase.DepartmentId, context.Cancellation);
        var clock = new ClimbingClock(
            approvalCase.Status == CaseStatus.Filed ? ClockKind.CaseAcceptance : ClockKind.CaseDecision, approvalCase.Id, approvalCase.Number,
            approvalCase.ApprovalItem, approvalCase.Deadline!.DueOn, department.Id, department.Name, department.Id, approvalCase.OwnerId,
            new Subject(approvalCase.ProjectId, approvalCase.Id));
        foreach (var rung in approvalCase.RungsDue(context))
        {
            await new Ladders(db, context).ClimbAsync(clock, rung);
            approvalCase.Climb(rung, context);
        }

        return true;
    }
}

/// <summary>Finds the cases on which something has fallen due, the oldest first.</summary>
public sealed class ListDueCases(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most some hundreds; the rest at the next sweep.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.ApprovalCases.AsNoTracking().Where(row => row.NextSweepAt <= context.At)
            .OrderBy(row => row.NextSweepAt).ThenBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(context.Cancellation);
}

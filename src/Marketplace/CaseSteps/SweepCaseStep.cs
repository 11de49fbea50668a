using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.CaseSteps;

/// <summary>Does what has fallen due on a department's own step: a publicity without an open remark ends, and the ladder of
/// reminders is climbed. Every other step waits for its official: silence passes nothing.</summary>
public sealed class SweepCaseStep(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether anything was due.</summary>
    public async Task<bool> ExecuteAsync(Guid id)
    {
        var step = await db.CaseSteps.FindOrThrowAsync(id, context.Cancellation);
        if (step.NextSweepAt is not { } due || due > context.At)
        {
            return false;
        }

        if (step is { IsPublicity: true, PublicUntil: { } until } && until < context.Today && step.Remarks.All(remark => remark.Answer is not null))
        {
            step.Pass($"公示期满（{until:yyyy-MM-dd}），{(step.Remarks.Count == 0 ? "未收到意见" : $"收到意见 {step.Remarks.Count} 条，均已答复")}。", context);
            var journal = new Journal(db, context);
            journal.Notify(
                journal.Record(LedgerKind.CaseStepPassed, new Subject(step.ProjectId, step.CaseId), step.Number, step.Title, step.DepartmentName, step.Opinion!),
                step.LeadId, step.OwnerId);
            await new GroupProgress(db, context).AdvanceAsync(step.GroupId);
            return true;
        }

        foreach (var rung in step.RungsDue(context))
        {
            await new Ladders(db, context).ClimbAsync(
                new ClimbingClock(
                    ClockKind.CaseStep, step.Id, step.Number, step.Title, step.Deadline!.DueOn, step.DepartmentId, step.DepartmentName, step.LeadId,
                    step.OwnerId, new Subject(step.ProjectId, step.CaseId)),
                rung);
            step.Climb(rung);
        }

        step.Schedule(context);
        return true;
    }
}

/// <summary>Finds the steps on which something has fallen due, the oldest first.</summary>
public sealed class ListDueCaseSteps(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most some hundreds; the rest at the next sweep.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.CaseSteps.AsNoTracking().Where(row => row.NextSweepAt <= context.At)
            .OrderBy(row => row.NextSweepAt).ThenBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(context.Cancellation);
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Supervision;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>Does what has fallen due by itself on one task order: an offer that was not answered goes to the next agency, a pause
/// whose time is over ends, a result that lies on the desk counts as received, and the ladder of reminders is climbed.</summary>
public sealed class SweepTaskOrder(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private readonly Journal _journal = new(db, context);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether anything was due; one that was swept meanwhile is left alone.</summary>
    public async Task<bool> ExecuteAsync(Guid id)
    {
        var order = await db.TaskOrders.Include(row => row.Events).FindOrThrowAsync(id, context.Cancellation);
        if (order.NextSweepAt is not { } due || due > context.At)
        {
            return false;
        }

        foreach (var pause in order.LapsePauses(context))
        {
            _journal.Pause(order, pause with { State = PauseState.Ended, Answer = "" });
        }

        foreach (var rung in order.RungsDue(context))
        {
            await new Ladders(db, context).ClimbAsync(ClockOf(order), rung);
            order.Climb(rung);
        }

        if (order.Status == TaskOrderStatus.Dispatched && order.AnswerDueAt <= context.At)
        {
            await ReassignAsync(order);
        }

        if (order is { Status: TaskOrderStatus.Delivered, ReceivedAt: null, DecisionDeadline: { } desk }
            && context.At >= ChinaTime.EndOf(context.Calendar.DueAfter(desk.StartOn, order.Clock.ReceiptWorkingDays)))
        {
            order.Receive(context);
            _journal.Record(LedgerKind.ResultReceived, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, context.Actor.DisplayName);
        }

        order.Rearm(context);
        return true;
    }

    internal static ClimbingClock ClockOf(TaskOrder order) => order.Status == TaskOrderStatus.Delivered
        ? new ClimbingClock(
            ClockKind.ResultDecision, order.Id, order.Number, order.ServiceItemName, order.DecisionDeadline!.DueOn, order.DepartmentId, null,
            order.DepartmentId, order.OwnerId, TriggeredDispatch.SubjectOf(order))
        : new ClimbingClock(
            ClockKind.AgencyWork, order.Id, order.Number, order.ServiceItemName, order.Deadline!.DueOn, order.AgencyId, order.AgencyName,
            order.DepartmentId, order.OwnerId, TriggeredDispatch.SubjectOf(order));

    private async Task ReassignAsync(TaskOrder order)
    {
        var (agencyId, agencyName) = (order.AgencyId, order.AgencyName ?? "");
        order.Lapse(context);
        var lapsed = _journal.Record(LedgerKind.TaskLapsed, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, agencyName);
        _journal.Notify(lapsed, agencyId, order.DepartmentId);
        await new TriggeredDispatch(db, context).AssignAgainAsync(
            order, agencyId is { } former ? (new NoticeAddress(former, agencyName), "原机构在应答期限内没有接单") : null);
    }
}

/// <summary>Finds the task orders on which something has fallen due, the oldest first.</summary>
public sealed class ListDueTaskOrders(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most some hundreds; the rest at the next sweep.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.TaskOrders.AsNoTracking().Where(row => row.NextSweepAt <= context.At)
            .OrderBy(row => row.NextSweepAt).ThenBy(row => row.Id).Select(row => row.Id).Take(AtOnce).ToListAsync(context.Cancellation);
}

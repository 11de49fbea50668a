using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;

namespace Market.Marketplace.TaskOrders;

/// <summary>The last rung of a ladder that a clock has come to, so that each comes once.</summary>
public sealed record RungMark(DateOnly DueOn, int Offset);

public sealed partial class TaskOrder
{
    /// <summary>The rules of its clocks, as they were when it was made; none on orders older than they are.</summary>
    public ClockTerms? ClockTerms { get; private init; }

    /// <summary>The rules of its clocks.</summary>
    public ClockTerms Clock => ClockTerms ?? Calendars.ClockTerms.Usual;

    /// <summary>The running deadline with its arithmetic.</summary>
    public Deadline? Deadline { get; private set; }

    /// <summary>The first instant that is too late, for sorting and searching.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>Until when the agency must have answered; the work's own period runs meanwhile.</summary>
    public DateTimeOffset? AnswerDueAt { get; private set; }

    /// <summary>While a result lies on the department's desk: the deadline of its decision.</summary>
    public Deadline? DecisionDeadline { get; private set; }

    /// <summary>When the delivered result was received (签收), by an official or by lapse of time; that is not yet 采信.</summary>
    public DateTimeOffset? ReceivedAt { get; private set; }

    /// <summary>When the sweep must look at it next; none when nothing can fall due by itself.</summary>
    public DateTimeOffset? NextSweepAt { get; private set; }

    /// <summary>The last rung that was climbed.</summary>
    public RungMark? LastRung { get; private set; }

    /// <summary>The deadline that runs now, the agency's or the department's.</summary>
    public Deadline? RunningDeadline => Status == TaskOrderStatus.Delivered ? DecisionDeadline
        : TaskOrderLifecycle.IsRunning(Status) ? Deadline : null;

    /// <summary>Who holds the work now.</summary>
    internal Guid? HolderId => Status == TaskOrderStatus.Delivered ? DepartmentId : AgencyId;

    /// <summary>The light of the running clock.</summary>
    public Light LightOn(DateOnly today, WorkingCalendar calendar)
    {
        if (Deadline is null || !(TaskOrderLifecycle.IsRunning(Status) || Status == TaskOrderStatus.Suspended))
        {
            return Light.None;
        }

        // A clock that stands still does not run late, not even one that was stopped on its last day.
        var light = Light.Of(Deadline, today, calendar, Clock);
        return Pauses.Any(pause => pause.State == PauseState.Running && pause.From <= Deadline.DueOn)
            ? light with { Colour = LightColour.Paused, RemainingWorkingDays = Math.Max(light.RemainingWorkingDays, 0) }
            : light;
    }

    /// <summary>The rungs that have come and were not climbed yet, the earliest first.</summary>
    internal IReadOnlyList<Rung> RungsDue(OperationContext context) =>
        [.. RungsAhead(context.Calendar).Where(next => next.At <= context.At).Select(next => next.Rung)];

    /// <summary>Marks a rung as climbed.</summary>
    internal void Climb(Rung rung) => LastRung = new RungMark(RunningDeadline!.DueOn, rung.Offset);

    /// <summary>签收.</summary>
    internal void Receive(OperationContext context)
    {
        Move(TaskOrderAction.Receive, context);
        ReceivedAt ??= context.At;
        Schedule(context.Calendar);
    }

    /// <summary>Counts the running period again by another calendar. A day that people were told never moves forward, so that
    /// nobody becomes late by an announcement.</summary>
    internal bool RecountByCalendar(OperationContext context)
    {
        if (Deadline is not { } before || before.CalendarVersion == context.Calendar.Version
            || !(TaskOrderLifecycle.IsRunning(Status) || Status == TaskOrderStatus.Suspended))
        {
            return false;
        }

        Recount(context);
        if (Deadline!.DueOn < before.DueOn)
        {
            Deadline = Deadline with { DueOn = before.DueOn, Otherwise = Deadline.DueOn };
            DueAt = Deadline.DueAt;
            Schedule(context.Calendar);
        }

        return Deadline.DueOn != before.DueOn || Deadline.Provisional != before.Provisional;
    }

    /// <summary>Says anew when it must be looked at, after what was due was done.</summary>
    internal void Rearm(OperationContext context) => Schedule(context.Calendar);

    private void StartClock(OperationContext context)
    {
        ExtraWorkingDays = 0;
        Deadline = context.Calendar.DeadlineAfter(context.Calendar.EventDay(context.At, Clock.ClosesAt), LimitWorkingDays);
        DueAt = Deadline.DueAt;
        LastRung = null;
        Schedule(context.Calendar);
    }

    private void StopClock()
    {
        Deadline = null;
        DueAt = null;
        AnswerDueAt = null;
        NextSweepAt = null;
    }

    /// <summary>Counts the running period again, with its pauses and extensions.</summary>
    private void Recount(OperationContext context)
    {
        if (Deadline is null)
        {
            return;
        }

        Deadline = context.Calendar.DeadlineAfter(Deadline.StartOn, LimitWorkingDays + ExtraWorkingDays, Spans());
        DueAt = Deadline.DueAt;
        Schedule(context.Calendar);
    }

    /// <summary>Says when anything falls due next by itself.</summary>
    private void Schedule(WorkingCalendar calendar)
    {
        DateTimeOffset?[] next =
        [
            RungsAhead(calendar).Select(rung => (DateTimeOffset?)rung.At).FirstOrDefault(),
            Status == TaskOrderStatus.Dispatched ? AnswerDueAt : null,
            Status == TaskOrderStatus.Delivered && ReceivedAt is null ? ReceiptAt(calendar) : null,
            Status == TaskOrderStatus.Suspended
                ? Pauses.Where(pause => pause.State == PauseState.Running).Select(pause => (DateTimeOffset?)ChinaTime.EndOf(pause.To!.Value)).Min()
                : null,
        ];
        NextSweepAt = next.Min();
    }

    private DateTimeOffset? ReceiptAt(WorkingCalendar calendar) => DecisionDeadline is { } desk
        ? ChinaTime.EndOf(calendar.DueAfter(desk.StartOn, Clock.ReceiptWorkingDays))
        : null;

    private IEnumerable<(Rung Rung, DateTimeOffset At)> RungsAhead(WorkingCalendar calendar) =>
        RunningDeadline is not { } running ? []
            : EscalationLadder.After(ChinaTime.EndOf(running.StartOn), running.DueOn, Clock, calendar)
                .Where(next => LastRung is not { } mark || mark.DueOn != running.DueOn || next.Rung.Offset > mark.Offset);
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.ApprovalCases;

/// <summary>A rule that is to fire at an instant.</summary>
public sealed record CaseTimer(Guid RuleId, DateTimeOffset At);

public sealed partial class ApprovalCase
{
    /// <summary>The rules of its clocks, frozen when it was handed in; none on older cases.</summary>
    public ClockTerms? ClockTerms { get; private set; }

    /// <summary>The rules of its clocks.</summary>
    public ClockTerms Clock => ClockTerms ?? Calendars.ClockTerms.Usual;

    /// <summary>The department's running deadline: of its answer to the application, then of its decision.</summary>
    public Deadline? Deadline { get; private set; }

    /// <summary>特别程序 (行政许可法 art. 45): days on which the decision's clock stands still because work was commissioned.</summary>
    public IReadOnlyList<PauseSpan> SpecialProcedures { get; private set; } = [];

    /// <summary>Rules that wait for their time (定时触发).</summary>
    public IReadOnlyList<CaseTimer> Timers { get; private set; } = [];

    /// <summary>When the sweep must look at it next.</summary>
    public DateTimeOffset? NextSweepAt { get; private set; }

    /// <summary>The last rung that was climbed.</summary>
    public RungMark? LastRung { get; private set; }

    /// <summary>The light of the department's clock.</summary>
    public Light LightOn(DateOnly today, WorkingCalendar calendar) =>
        Deadline is { } running && IsOpen ? Light.Of(running, today, calendar, Clock) : Light.None;

    internal void WaitFor(IReadOnlyList<CaseTimer> timers, OperationContext context)
    {
        Timers = timers;
        Schedule(context.Calendar);
    }

    /// <summary>Takes the timers that have run out off the list.</summary>
    internal IReadOnlyList<CaseTimer> TakeTimersDue(OperationContext context)
    {
        List<CaseTimer> due = IsOpen ? [.. Timers.Where(timer => timer.At <= context.At)] : [];
        Timers = [.. Timers.Except(due)];
        Schedule(context.Calendar);
        return due;
    }

    internal IReadOnlyList<Rung> RungsDue(OperationContext context) =>
        [.. RungsAhead(context.Calendar).Where(next => next.At <= context.At).Select(next => next.Rung)];

    internal void Climb(Rung rung, OperationContext context)
    {
        LastRung = new RungMark(Deadline!.DueOn, rung.Offset);
        Schedule(context.Calendar);
    }

    /// <summary>Work was commissioned: the decision's clock stands still until it is back, at the latest until a day.</summary>
    internal void BeginSpecialProcedure(DateOnly until, OperationContext context)
    {
        if (Deadline is null || Status != CaseStatus.Accepted)
        {
            return;
        }

        var open = SpecialProcedures.Count > 0 && SpecialProcedures[^1].To >= context.Today ? SpecialProcedures[^1] : null;
        var span = open is null ? new PauseSpan(context.Today, until) : open with { To = until > open.To ? until : open.To };
        SpecialProcedures = [.. SpecialProcedures.Where(other => other != open), span];
        Recount(context);
    }

    /// <summary>All commissioned work is back: the decision's clock runs again.</summary>
    internal void EndSpecialProcedure(OperationContext context)
    {
        if (SpecialProcedures.Count > 0 && SpecialProcedures[^1].To > context.Today && Status == CaseStatus.Accepted)
        {
            SpecialProcedures = [.. SpecialProcedures.SkipLast(1), SpecialProcedures[^1] with { To = context.Today }];
            Recount(context);
        }
    }

    /// <summary>Counts the running period again by another calendar; a day that was told never moves forward.</summary>
    internal bool RecountByCalendar(OperationContext context)
    {
        if (Deadline is not { } before || !IsOpen || before.CalendarVersion == context.Calendar.Version)
        {
            return false;
        }

        Recount(context);
        if (Deadline!.DueOn < before.DueOn)
        {
            Deadline = Deadline with { DueOn = before.DueOn, Otherwise = Deadline.DueOn };
            Schedule(context.Calendar);
        }

        return Deadline.DueOn != before.DueOn;
    }

    private void StartClock(int workingDays, OperationContext context)
    {
        ClockTerms ??= context.Clock;
        Deadline = context.Calendar.DeadlineAfter(context.Calendar.EventDay(context.At, Clock.ClosesAt), workingDays);
        LastRung = null;
        Schedule(context.Calendar);
    }

    private void StopClock()
    {
        Deadline = null;
        NextSweepAt = null;
    }

    private void Recount(OperationContext context)
    {
        Deadline = context.Calendar.DeadlineAfter(Deadline!.StartOn, Deadline.WorkingDays, SpecialProcedures);
        Schedule(context.Calendar);
    }

    private void Schedule(WorkingCalendar calendar) =>
        NextSweepAt = RungsAhead(calendar).Select(next => (DateTimeOffset?)next.At)
            .Concat(IsOpen ? Timers.Select(timer => (DateTimeOffset?)timer.At) : []).Min();

    private IEnumerable<(Rung Rung, DateTimeOffset At)> RungsAhead(WorkingCalendar calendar) =>
        Deadline is not { } running || !IsOpen ? []
            : EscalationLadder.After(ChinaTime.EndOf(running.StartOn), running.DueOn, Clock, calendar)
                .Where(next => LastRung is not { } mark || mark.DueOn != running.DueOn || next.Rung.Offset > mark.Offset);
}

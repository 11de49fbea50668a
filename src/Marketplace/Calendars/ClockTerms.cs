namespace Market.Marketplace.Calendars;

/// <summary>Who is told when a clock comes to a rung of the ladder.</summary>
public enum Party
{
    /// <summary>Whoever has to act: the agency, or the department on its own step.</summary>
    Holder,

    /// <summary>The department whose case it is.</summary>
    Department,

    /// <summary>The applicant.</summary>
    Owner,

    /// <summary>The operator of the supermarket, who supervises.</summary>
    Operator,
}

/// <summary>A card for lateness (黄牌、红牌). It goes to whoever holds the work, agency or department.</summary>
public enum Card
{
    /// <summary>黄牌.</summary>
    Yellow,

    /// <summary>红牌.</summary>
    Red,
}

/// <summary>One rung of the ladder of reminders (催办阶梯).</summary>
/// <param name="Offset">Working days from the due day: negative before it, 0 on it, positive after it.</param>
/// <param name="Tell">Who is told.</param>
/// <param name="Card">The card that is given; none before the due day.</param>
public sealed record Rung(int Offset, IReadOnlyList<Party> Tell, Card? Card = null);

/// <summary>The rules by which a clock runs. They are frozen with the task, so that new rules never move an old deadline.</summary>
public sealed record ClockTerms
{
    /// <summary>The rules where a task was made before there were any, and the usual ones of the shipped packs.</summary>
    public static ClockTerms Usual { get; } = new();

    /// <summary>What comes in after this time, or on a day off, counts as come in on the next working day; none: the day counts
    /// to its end.</summary>
    public TimeOnly? ClosesAt { get; init; }

    /// <summary>For the agency's answer to a task.</summary>
    public int AnswerWorkingDays { get; init; } = 1;

    /// <summary>For the department's decision on a delivered result.</summary>
    public int DecisionWorkingDays { get; init; } = 3;

    /// <summary>After so many working days on the desk a result counts as received (签收); it is never accepted so.</summary>
    public int ReceiptWorkingDays { get; init; } = 1;

    /// <summary>For the department's answer to an application (受理 or 不予受理).</summary>
    public int AcceptanceWorkingDays { get; init; } = 5;

    /// <summary>For the department's decision on an accepted application.</summary>
    public int ApprovalWorkingDays { get; init; } = 20;

    /// <summary>How often one task may be paused.</summary>
    public int MostPauses { get; init; } = 4;

    /// <summary>The longest pause, in working days.</summary>
    public int LongestPauseWorkingDays { get; init; } = 20;

    /// <summary>The most that all extensions of one task may add.</summary>
    public int MostExtensionWorkingDays { get; init; } = 10;

    /// <summary>A light is yellow when so many working days are left, or fewer.</summary>
    public int YellowWorkingDays { get; init; } = 1;

    /// <summary>A light is yellow when this share of the period is left, or less.</summary>
    public int YellowPercent { get; init; } = 30;

    /// <summary>The ladder, the earliest rung first.</summary>
    public IReadOnlyList<Rung> Ladder { get; init; } =
    [
        new(-2, [Party.Holder]),
        new(-1, [Party.Holder]),
        new(0, [Party.Holder, Party.Department]),
        new(1, [Party.Holder, Party.Department, Party.Owner, Party.Operator], Card.Yellow),
        new(3, [Party.Holder, Party.Department, Party.Owner, Party.Operator], Card.Red),
    ];
}

/// <summary>When the rungs of a ladder come.</summary>
public static class EscalationLadder
{
    /// <summary>Reminders go out when offices open, and not at midnight.</summary>
    private static readonly TimeSpan OfficesOpen = new(8, 30, 0);

    /// <summary>When a rung of a deadline comes.</summary>
    public static DateTimeOffset ComesAt(Rung rung, DateOnly dueOn, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(rung);
        ArgumentNullException.ThrowIfNull(calendar);
        return ChinaTime.StartOf(calendar.Shift(dueOn, rung.Offset)) + OfficesOpen;
    }

    /// <summary>The rungs of a deadline that come after an instant at which it was set, the earliest first. A reminder that
    /// would have come before there was anything to remind of is left out.</summary>
    public static IEnumerable<(Rung Rung, DateTimeOffset At)> After(
        DateTimeOffset since, DateOnly dueOn, ClockTerms terms, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Ladder.OrderBy(rung => rung.Offset).Select(rung => (Rung: rung, At: ComesAt(rung, dueOn, calendar)))
            .Where(next => next.At > since);
    }
}

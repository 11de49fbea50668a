namespace Market.Marketplace.Calendars;

/// <summary>Days on which a clock stood still: those after <paramref name="From"/>, up to and including <paramref name="To"/>.
/// The day on which the pause began had begun under the clock; the day on which it ended is not counted, as the day of an
/// event never is.</summary>
public sealed record PauseSpan(DateOnly From, DateOnly To);

public sealed partial class WorkingCalendar
{
    /// <summary>The deadline of a period in working days. The day of the event is not counted; the period ends at
    /// 24:00 of its last working day.</summary>
    public Deadline DeadlineAfter(DateOnly eventOn, int workingDays) => DeadlineAfter(eventOn, workingDays, []);

    /// <summary>The deadline of a period in working days during which the clock stood still.</summary>
    public Deadline DeadlineAfter(DateOnly eventOn, int workingDays, IReadOnlyList<PauseSpan> pauses)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workingDays);
        ArgumentNullException.ThrowIfNull(pauses);
        var dueOn = DueAfter(eventOn, workingDays, pauses);
        var steps = new List<DeadlineStep>(dueOn.DayNumber - eventOn.DayNumber);
        var (counted, provisional) = (0, !_years.ContainsKey(eventOn.Year));
        for (var day = eventOn.AddDays(1); day <= dueOn; day = day.AddDays(1))
        {
            var paused = false;
            foreach (var pause in pauses)
            {
                paused |= pause.From < day && day <= pause.To;
            }

            counted += !paused && IsWorkingDay(day) ? 1 : 0;
            provisional |= !_years.ContainsKey(day.Year);
            steps.Add(new DeadlineStep(day, paused ? DayKind.Paused : KindOf(day), counted));
        }

        var within = pauses.Where(pause => pause.To > eventOn && pause.From < dueOn).OrderBy(pause => pause.From).ToList();
        return new Deadline(eventOn, workingDays, dueOn, provisional, Version, steps) { Pauses = within.Count > 0 ? within : null };
    }

    /// <summary>The last day of a period in working days.</summary>
    public DateOnly DueAfter(DateOnly eventOn, int workingDays) =>
        _century.DayOf(_century.CountOf(eventOn) + workingDays) ?? DueDayByDay(eventOn, workingDays);

    /// <summary>The last day of a period in working days during which the clock stood still. Pauses may overlap.</summary>
    public DateOnly DueAfter(DateOnly eventOn, int workingDays, IReadOnlyList<PauseSpan> pauses)
    {
        ArgumentNullException.ThrowIfNull(pauses);
        var (from, left) = (eventOn, workingDays);
        for (var next = NextPause(pauses, from); next is not null; next = NextPause(pauses, from))
        {
            var before = next.From > from ? WorkingDaysBetween(from, next.From) : 0;
            if (before >= left)
            {
                break;
            }

            (from, left) = (next.To, left - before);
        }

        return DueAfter(from, left);
    }

    /// <summary>The last day of a period in calendar days (自然日): one that would end on a day off ends on the next working day,
    /// as 民法典 art. 203 says.</summary>
    public DateOnly DueAfterCalendarDays(DateOnly eventOn, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(days);
        var last = eventOn.AddDays(days);
        return IsWorkingDay(last) ? last : DueAfter(last, 1);
    }

    /// <summary>The day that lies a number of working days before, or after, another: where a reminder falls.</summary>
    public DateOnly Shift(DateOnly day, int workingDays)
    {
        if (workingDays > 0)
        {
            return DueAfter(day, workingDays);
        }

        for (var left = -workingDays; left > 0;)
        {
            day = day.AddDays(-1);
            left -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The day of an event for the clock: what comes in after closing time, or on a day off, counts as come in on the
    /// next working day where the rules say so.</summary>
    public DateOnly EventDay(DateTimeOffset at, TimeOnly? closesAt)
    {
        var day = ChinaTime.DayOf(at);
        return closesAt is { } closing && (!IsWorkingDay(day) || at >= ChinaTime.StartOf(day) + closing.ToTimeSpan())
            ? DueAfter(day, 1)
            : day;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when
    /// <paramref name="to"/> comes first.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        if (Century.Covers(from) && Century.Covers(to))
        {
            return _century.CountOf(to) - _century.CountOf(from);
        }

        if (to < from)
        {
            return -WorkingDaysBetween(to, from);
        }

        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
        {
            count += IsWorkingDay(day) ? 1 : 0;
        }

        return count;
    }

    // The pause that stops the clock first, of those that have not ended before.
    private static PauseSpan? NextPause(IReadOnlyList<PauseSpan> pauses, DateOnly from)
    {
        PauseSpan? next = null;
        for (var place = 0; place < pauses.Count; place++)
        {
            var pause = pauses[place];
            if (pause.To > from && pause.To > pause.From && (next is null || pause.From < next.From))
            {
                next = pause;
            }
        }

        return next;
    }

    private DateOnly DueDayByDay(DateOnly eventOn, int workingDays)
    {
        var day = eventOn;
        for (var counted = 0; counted < workingDays;)
        {
            day = day.AddDays(1);
            counted += IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>Working days of a century, counted once, so that a due date is two look-ups.</summary>
    private sealed class Century
    {
        private static readonly int First = new DateOnly(2000, 1, 1).DayNumber;
        private static readonly int Last = new DateOnly(2099, 12, 31).DayNumber;

        private readonly int[] _counts = new int[Last - First + 1];
        private readonly List<int> _days = [First];

        public Century(Func<DateOnly, DayKind> kindOf)
        {
            var count = 0;
            for (var number = First; number <= Last; number++)
            {
                if (kindOf(DateOnly.FromDayNumber(number)) is DayKind.WorkingDay or DayKind.MakeUpDay)
                {
                    count++;
                    _days.Add(number);
                }

                _counts[number - First] = count;
            }
        }

        public static bool Covers(DateOnly day) => day.DayNumber >= First && day.DayNumber <= Last;

        /// <summary>Working days up to and including the day; so few outside the century that no day is found for them.</summary>
        public int CountOf(DateOnly day) => Covers(day) ? _counts[day.DayNumber - First] : int.MinValue / 2;

        /// <summary>The n-th working day; none outside the century.</summary>
        public DateOnly? DayOf(int count) => count > 0 && count < _days.Count ? DateOnly.FromDayNumber(_days[count]) : null;
    }
}

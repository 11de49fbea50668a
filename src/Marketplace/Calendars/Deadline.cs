using System.Globalization;
using System.Text.Json.Serialization;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Calendars;

/// <summary>One line of a deadline's arithmetic.</summary>
/// <param name="Day">The calendar day.</param>
/// <param name="Kind">Why it counts or not.</param>
/// <param name="Counted">Working days counted up to and including this day.</param>
public sealed record DeadlineStep(DateOnly Day, DayKind Kind, int Counted);

/// <summary>A due date that can show its own arithmetic (时限计算说明).</summary>
/// <param name="StartOn">The day of the event; not counted.</param>
/// <param name="WorkingDays">The period.</param>
/// <param name="DueOn">The last working day.</param>
/// <param name="Provisional">Whether a year without an official announcement was touched (暂定).</param>
/// <param name="CalendarVersion">The announcements used.</param>
/// <param name="Steps">Every day from the one after the event to the due day.</param>
public sealed record Deadline(
    DateOnly StartOn, int WorkingDays, DateOnly DueOn, bool Provisional, string CalendarVersion, IReadOnlyList<DeadlineStep> Steps)
{
    /// <summary>The pauses that fell into the period (暂停台账), the earliest first; none for most.</summary>
    public IReadOnlyList<PauseSpan>? Pauses { get; init; }

    /// <summary>Where a later announcement alone would have ended the period sooner than people had been told: the day they
    /// were told stands, and this is the other one.</summary>
    public DateOnly? Otherwise { get; init; }

    /// <summary>The first instant that is too late: 24:00 of the due day.</summary>
    [JsonIgnore]
    public DateTimeOffset DueAt => ChinaTime.EndOf(DueOn);

    /// <summary>The announcements this period rests on, in words: 依据国务院办公厅 2025、2026 年放假通知. Only years that the
    /// period touches are named.</summary>
    public string SayBasis(CultureInfo culture)
    {
        var announced = CalendarVersion.Split('+').Select(year => year.Split('@')[0]).ToHashSet(StringComparer.Ordinal);
        var years = Enumerable.Range(StartOn.Year, DueOn.Year - StartOn.Year + 1)
            .Select(year => year.ToString(CultureInfo.InvariantCulture)).Where(announced.Contains).ToList();
        return years.Count == 0
            ? Wording.Say("deadline.weekdays", culture)
            : Wording.Say("deadline.basis", culture, string.Join(Wording.Say("list.and", culture), years));
    }
}

/// <summary>The colour of a light; always shown with words and a shape.</summary>
public enum LightColour
{
    /// <summary>More than 30 % of the period is left.</summary>
    Green,

    /// <summary>At most one working day or 30 % of the period is left.</summary>
    Yellow,

    /// <summary>The due day has passed.</summary>
    Red,

    /// <summary>Nothing runs: not started, or handed in.</summary>
    Off,

    /// <summary>The clock stands still (暂停计时).</summary>
    Paused,
}

/// <summary>How a deadline stands now. Computed when asked, never stored.</summary>
/// <param name="Colour">The colour.</param>
/// <param name="RemainingWorkingDays">Working days left, today not counted; negative when overdue.</param>
/// <param name="Provisional">Whether the due date is provisional (暂定).</param>
public sealed record Light(LightColour Colour, int RemainingWorkingDays, bool Provisional)
{
    /// <summary>No clock runs.</summary>
    public static Light None { get; } = new(LightColour.Off, 0, false);

    /// <summary>The light in words: 黄 · 剩 1 工作日.</summary>
    public string Say(CultureInfo culture)
    {
        var words = Colour is LightColour.Off ? ""
            : Colour == LightColour.Paused ? " · " + Wording.Say("light.left", culture, RemainingWorkingDays)
            : " · " + (RemainingWorkingDays switch
            {
                > 0 => Wording.Say("light.left", culture, RemainingWorkingDays),
                0 => Wording.Say("light.today", culture),
                _ => Wording.Say("light.overdue", culture, -RemainingWorkingDays),
            });
        return Wording.Of(Colour, culture) + words + (Provisional ? $"（{Wording.Say("light.provisional", culture)}）" : "");
    }

    /// <summary>The light of a running deadline on a day, by the usual rule of 30 % and one working day.</summary>
    public static Light Of(Deadline deadline, DateOnly today, WorkingCalendar calendar) =>
        Of(deadline, today, calendar, ClockTerms.Usual);

    /// <summary>The light of a running deadline on a day, by the rules frozen with it.</summary>
    public static Light Of(Deadline deadline, DateOnly today, WorkingCalendar calendar, ClockTerms terms)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        ArgumentNullException.ThrowIfNull(calendar);
        ArgumentNullException.ThrowIfNull(terms);
        var remaining = Remaining(deadline, today, calendar);
        var colour = today > deadline.DueOn ? LightColour.Red
            : deadline.Pauses?.Any(pause => pause.From <= today && today < pause.To) == true ? LightColour.Paused
            : remaining <= terms.YellowWorkingDays || remaining * 100 <= deadline.WorkingDays * terms.YellowPercent ? LightColour.Yellow
            : LightColour.Green;
        return new Light(colour, remaining, deadline.Provisional);
    }

    // 剩余 = 时限 − 已计工作日: days of a pause are neither used nor left.
    private static int Remaining(Deadline deadline, DateOnly today, WorkingCalendar calendar)
    {
        var left = calendar.WorkingDaysBetween(today, deadline.DueOn);
        if (left <= 0 || deadline.Pauses is not { Count: > 0 } pauses)
        {
            return left;
        }

        for (var day = today.AddDays(1); day <= deadline.DueOn; day = day.AddDays(1))
        {
            left -= calendar.IsWorkingDay(day) && pauses.Any(pause => pause.From < day && day <= pause.To) ? 1 : 0;
        }

        return left;
    }
}

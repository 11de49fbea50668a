using Market.Marketplace.Calendars;
using Market.Testing;

namespace Market.Marketplace.Tests.Calendars;

/// <summary>The arithmetic against an oracle that shares nothing with it: day lists typed from the announcements, walked one day at
/// a time. The seeds are fixed, so a failure comes again.</summary>
public sealed class CalendarPropertyTests
{
    private static readonly HashSet<DateOnly> Off =
    [
        .. Days("2025-01-01", 1), .. Days("2025-01-28", 8), .. Days("2025-04-04", 3), .. Days("2025-05-01", 5), .. Days("2025-05-31", 3), .. Days("2025-10-01", 8),
        .. Days("2026-01-01", 3), .. Days("2026-02-15", 9), .. Days("2026-04-04", 3), .. Days("2026-05-01", 5), .. Days("2026-06-19", 3), .. Days("2026-09-25", 3),
        .. Days("2026-10-01", 7),
    ];

    private static readonly HashSet<DateOnly> MadeUp =
    [
        .. new[]
        {
            "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
            "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
        }.Select(day => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void A_hundred_thousand_random_periods_end_where_the_oracle_says()
    {
        var random = new Sequence(20261124);
        for (var round = 0; round < 100_000; round++)
        {
            var (start, period) = (RandomDay(random), random.Next(1, 120));
            Assert.Equal(Oracle(start, period, []), WorkingCalendar.Official.DueAfter(start, period));
        }
    }

    [Fact]
    public void Twenty_thousand_periods_with_overlapping_pauses_end_where_the_oracle_says()
    {
        var random = new Sequence(4_711);
        for (var round = 0; round < 20_000; round++)
        {
            var (start, period, pauses) = (RandomDay(random), random.Next(1, 40), RandomPauses(random));
            Assert.Equal(Oracle(start, period, pauses), WorkingCalendar.Official.DueAfter(start, period, pauses));
        }
    }

    [Fact]
    public void What_was_counted_and_what_is_left_are_the_period_on_every_day()
    {
        var random = new Sequence(7);
        for (var round = 0; round < 2_000; round++)
        {
            var (start, period) = (RandomDay(random), random.Next(1, 40));
            var deadline = WorkingCalendar.Official.DeadlineAfter(start, period, RandomPauses(random));
            var counted = 0;
            foreach (var step in deadline.Steps)
            {
                counted = step.Counted;
                Assert.InRange(counted, 0, period);
                Assert.Equal(period - counted, Light.Of(deadline, step.Day, WorkingCalendar.Official).RemainingWorkingDays);
            }

            Assert.Equal(period, counted);
        }
    }

    [Fact]
    public void A_pause_never_shortens_a_period_and_the_order_of_pauses_does_not_matter()
    {
        var random = new Sequence(99);
        for (var round = 0; round < 5_000; round++)
        {
            var (start, period, pauses) = (RandomDay(random), random.Next(1, 40), RandomPauses(random));
            var with = WorkingCalendar.Official.DueAfter(start, period, pauses);
            Assert.True(with >= WorkingCalendar.Official.DueAfter(start, period));
            Assert.Equal(with, WorkingCalendar.Official.DueAfter(start, period, [.. pauses.Reverse()]));
        }
    }

    [Fact]
    public void A_period_in_calendar_days_never_ends_on_a_day_off()
    {
        for (var day = new DateOnly(2026, 1, 1); day.Year == 2026; day = day.AddDays(1))
        {
            var due = WorkingCalendar.Official.DueAfterCalendarDays(day, 7);
            Assert.True(IsWorked(due) && due >= day.AddDays(7) && !Enumerable.Range(7, due.DayNumber - day.DayNumber - 7).Any(n => IsWorked(day.AddDays(n))));
        }
    }

    [Fact]
    public void What_comes_in_after_closing_time_counts_from_the_next_working_day_where_the_rules_close()
    {
        var calendar = WorkingCalendar.Official;
        var evening = ChinaTime.StartOf(new DateOnly(2026, 2, 13)).AddHours(18);

        Assert.Equal(new DateOnly(2026, 2, 14), calendar.EventDay(evening, new TimeOnly(17, 30)));
        Assert.Equal(new DateOnly(2026, 2, 13), calendar.EventDay(evening, null));
        Assert.Equal(new DateOnly(2026, 2, 24), calendar.EventDay(ChinaTime.StartOf(new DateOnly(2026, 2, 16)).AddHours(9), new TimeOnly(17, 30)));
    }

    private static DateOnly Oracle(DateOnly start, int period, IReadOnlyList<PauseSpan> pauses)
    {
        var day = start;
        while (period > 0)
        {
            day = day.AddDays(1);
            period -= IsWorked(day) && !pauses.Any(pause => pause.From < day && day <= pause.To) ? 1 : 0;
        }

        return day;
    }

    private static bool IsWorked(DateOnly day) =>
        MadeUp.Contains(day) || (!Off.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    private static DateOnly RandomDay(Sequence random) => new DateOnly(2025, 1, 1).AddDays(random.Next(0, 800));

    private static PauseSpan[] RandomPauses(Sequence random) =>
    [
        .. Enumerable.Range(0, random.Next(0, 4)).Select(_ =>
        {
            var from = RandomDay(random);
            return new PauseSpan(from, from.AddDays(random.Next(0, 30)));
        }),
    ];

    private static IEnumerable<DateOnly> Days(string from, int count) =>
        Enumerable.Range(0, count).Select(DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture).AddDays);
}

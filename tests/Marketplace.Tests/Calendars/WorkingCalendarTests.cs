using System.Globalization;
using System.Text;
using Market.Marketplace.Calendars;

namespace Market.Marketplace.Tests.Calendars;

public sealed class WorkingCalendarTests
{
    [Theory]
    [InlineData("2025-01-24", 5, "2025-02-07")]
    [InlineData("2025-04-25", 5, "2025-05-06")]
    [InlineData("2025-09-26", 5, "2025-10-10")]
    [InlineData("2025-09-30", 1, "2025-10-09")]
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-02-12", 20, "2026-03-18")]
    [InlineData("2026-04-30", 5, "2026-05-11")]
    [InlineData("2026-06-18", 1, "2026-06-22")]
    [InlineData("2026-09-18", 5, "2026-09-24")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2026-12-28", 3, "2026-12-31")]
    [InlineData("2026-04-29", 5, "2026-05-09")]
    [InlineData("2026-09-18", 10, "2026-10-09")]
    [InlineData("2026-02-14", 1, "2026-02-24")]
    [InlineData("2026-01-01", 1, "2026-01-04")]
    public void A_period_in_working_days_ends_on_the_announced_day(string eventOn, int workingDays, string dueOn)
    {
        var deadline = WorkingCalendar.Official.DeadlineAfter(Day(eventOn), workingDays);

        Assert.Equal(Day(dueOn), deadline.DueOn);
        Assert.False(deadline.Provisional);
    }

    [Theory]
    [InlineData("2025-12-30", 5, "依据国务院办公厅 2025、2026 年放假通知")]
    [InlineData("2026-11-20", 5, "依据国务院办公厅 2026 年放假通知")]
    [InlineData("2026-12-30", 5, "依据国务院办公厅 2026 年放假通知")]
    [InlineData("2031-05-06", 5, "所涉年度尚无放假通知，按周一至周五计算")]
    public void A_deadline_says_in_words_which_announcements_it_rests_on(string eventOn, int workingDays, string basis)
    {
        var deadline = WorkingCalendar.Official.DeadlineAfter(Day(eventOn), workingDays);

        Assert.Equal(basis, deadline.SayBasis(CultureInfo.GetCultureInfo("zh-CN")));
    }

    [Fact]
    public void A_deadline_beyond_the_announcements_is_provisional()
    {
        var deadline = WorkingCalendar.Official.DeadlineAfter(Day("2026-12-10"), 16);

        Assert.Equal(2027, deadline.DueOn.Year);
        Assert.True(deadline.Provisional);
    }

    [Fact]
    public void A_deadline_shows_every_day_of_its_arithmetic()
    {
        var deadline = WorkingCalendar.Official.DeadlineAfter(Day("2026-02-13"), 2);

        Assert.Equal(
            [
                new DeadlineStep(Day("2026-02-14"), DayKind.MakeUpDay, 1),
                .. Enumerable.Range(15, 9).Select(day => new DeadlineStep(new DateOnly(2026, 2, day), DayKind.Holiday, 1)),
                new DeadlineStep(Day("2026-02-24"), DayKind.WorkingDay, 2),
            ],
            deadline.Steps);
    }

    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void A_year_has_248_working_days(int year)
    {
        var days = Enumerable.Range(0, 365).Select(new DateOnly(year, 1, 1).AddDays);

        Assert.Equal(248, days.Count(WorkingCalendar.Official.IsWorkingDay));
    }

    [Theory]
    [InlineData("work on a weekday", """{"year":2026,"source":{"title":"t","issuer":"i","date":"2025-11-04"},"off":[],"work":["2026-01-05"]}""")]
    [InlineData("off and working", """{"year":2026,"source":{"title":"t","issuer":"i","date":"2025-11-04"},"off":[{"name":"n","from":"2026-01-03","to":"2026-01-04"}],"work":["2026-01-04"]}""")]
    [InlineData("another year", """{"year":2026,"source":{"title":"t","issuer":"i","date":"2025-11-04"},"off":[{"name":"n","from":"2025-01-03","to":"2025-01-04"}],"work":[]}""")]
    public void A_calendar_that_contradicts_itself_is_refused(string why, string json)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => CalendarYear.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))));

        Assert.True(refusal.Message.Contains("2026", StringComparison.Ordinal), why);
    }

    [Theory]
    [InlineData("2026-11-23", LightColour.Green, 5)]
    [InlineData("2026-11-26", LightColour.Green, 2)]
    [InlineData("2026-11-27", LightColour.Yellow, 1)]
    [InlineData("2026-11-30", LightColour.Yellow, 0)]
    [InlineData("2026-12-01", LightColour.Red, -1)]
    public void The_light_turns_with_the_working_days_left(string today, LightColour colour, int remaining)
    {
        var deadline = WorkingCalendar.Official.DeadlineAfter(Day("2026-11-23"), 5);

        var light = Light.Of(deadline, Day(today), WorkingCalendar.Official);

        Assert.Equal((colour, remaining), (light.Colour, light.RemainingWorkingDays));
    }

    [Fact]
    public void The_due_instant_is_midnight_in_China_after_the_due_day() =>
        Assert.Equal(
            new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero),
            WorkingCalendar.Official.DeadlineAfter(Day("2026-11-23"), 5).DueAt);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

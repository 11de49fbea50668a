using Market.Marketplace.Calendars;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Ratings;

/// <summary>Until when a finished order can be rated.</summary>
internal static class RatingPeriod
{
    /// <summary>The first instant that is too late.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset completed, RatingRules rules, WorkingCalendar calendar) =>
        calendar.DeadlineAfter(ChinaTime.DayOf(completed), rules.RateWorkingDays.Value).DueAt;
}

using System.Text;
using System.Text.Json;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Calendars;

/// <summary>An announcement as somebody enters it: read strictly, and checked against what the regulation says of every year.</summary>
internal static class CalendarAnnouncement
{
    private const int FirstYearOfRegulation = 2025;

    // 国务院令第795号 (in force 2025-01-01): these days are off in every year; the others follow the moon and are known by name.
    private static readonly (int Month, int Day)[] FixedDays = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];
    private static readonly (string Name, int Days)[] NamedDays = [("春节", 4), ("清明", 1), ("端午", 1), ("中秋", 1)];

    /// <exception cref="RuleViolationException">The announcement contradicts itself or the regulation.</exception>
    public static CalendarYear Read(string json)
    {
        CalendarYear year;
        try
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(json));
            year = CalendarYear.Read(content);
        }
        catch (JsonException e)
        {
            throw new RuleViolationException("calendar-unreadable", e.LineNumber + 1 ?? 1);
        }
        catch (InvalidDataException e)
        {
            throw new RuleViolationException("calendar-contradiction", e.Message);
        }

        Check(year);
        return year;
    }

    private static void Check(CalendarYear year)
    {
        if (string.IsNullOrWhiteSpace(year.Source.Title) || string.IsNullOrWhiteSpace(year.Source.Issuer))
        {
            throw new RuleViolationException("calendar-without-source", year.Year);
        }

        var periods = year.Off.OrderBy(period => period.From).ToList();
        for (var place = 1; place < periods.Count; place++)
        {
            if (periods[place].From <= periods[place - 1].To)
            {
                throw new RuleViolationException("calendar-overlap", periods[place - 1].Name, periods[place].Name);
            }
        }

        if (year.Work.Distinct().Count() != year.Work.Count)
        {
            throw new RuleViolationException("calendar-twice", year.Year);
        }

        if (year.Year < FirstYearOfRegulation)
        {
            return;
        }

        foreach (var (month, day) in FixedDays)
        {
            var date = new DateOnly(year.Year, month, day);
            if (!periods.Exists(period => period.From <= date && date <= period.To))
            {
                throw new RuleViolationException("calendar-statutory-day", date);
            }
        }

        foreach (var (name, days) in NamedDays)
        {
            if (!periods.Exists(period => period.Name.Contains(name, StringComparison.Ordinal) && period.To.DayNumber - period.From.DayNumber + 1 >= days))
            {
                throw new RuleViolationException("calendar-statutory-holiday", name, days);
            }
        }
    }
}

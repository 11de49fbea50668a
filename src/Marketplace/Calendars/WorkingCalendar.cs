using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Market.Marketplace.Calendars;

/// <summary>What kind of day a calendar day is.</summary>
public enum DayKind
{
    /// <summary>Monday to Friday, no holiday (工作日).</summary>
    WorkingDay,

    /// <summary>A Saturday or Sunday that is worked to make up for a holiday (调休上班).</summary>
    MakeUpDay,

    /// <summary>Saturday or Sunday (周末).</summary>
    Weekend,

    /// <summary>A day off by announcement (放假).</summary>
    Holiday,

    /// <summary>The clock stood still that day (暂停不计), whatever kind of day it was.</summary>
    Paused,
}

/// <summary>Working days by the official announcements. Years without one are counted by weekdays alone and every
/// deadline that touches them is provisional (暂定).</summary>
public sealed partial class WorkingCalendar
{
    private readonly FrozenDictionary<DateOnly, DayKind> _exceptions;
    private readonly FrozenDictionary<int, CalendarYear> _years;
    private readonly Century _century;

    /// <summary>A calendar of the given years.</summary>
    public WorkingCalendar(IReadOnlyCollection<CalendarYear> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        _years = years.ToFrozenDictionary(year => year.Year);
        _exceptions = years.SelectMany(Exceptions).ToFrozenDictionary(day => day.Day, day => day.Kind);
        _century = new Century(KindOf);
        Version = string.Join('+', years.OrderBy(year => year.Year).Select(year => $"{year.Year}@{year.Source.Date:yyyyMMdd}{(year.Edition > 1 ? $".{year.Edition}" : "")}"));
    }

    /// <summary>The calendar of every announcement that ships with the program.</summary>
    public static WorkingCalendar Official { get; } = new(ReadEmbedded());

    /// <summary>Names the announcements used; stored with each deadline.</summary>
    public string Version { get; }

    /// <summary>The last day covered by an announcement.</summary>
    public DateOnly CoveredUntil => new(_years.Keys.Max(), 12, 31);

    /// <summary>The announced years, the earliest first.</summary>
    public IEnumerable<CalendarYear> Years => _years.Values.OrderBy(year => year.Year);

    /// <summary>The announcement for a year, or null.</summary>
    public CalendarYear? Year(int year) => _years.GetValueOrDefault(year);

    /// <summary>What kind of day it is.</summary>
    public DayKind KindOf(DateOnly day) => _exceptions.TryGetValue(day, out var kind)
        ? kind
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.WorkingDay;

    /// <summary>Whether people work that day.</summary>
    public bool IsWorkingDay(DateOnly day) => KindOf(day) is DayKind.WorkingDay or DayKind.MakeUpDay;

    private static IEnumerable<(DateOnly Day, DayKind Kind)> Exceptions(CalendarYear year)
    {
        foreach (var period in year.Off)
        {
            for (var day = period.From; day <= period.To; day = day.AddDays(1))
            {
                yield return (day, DayKind.Holiday);
            }
        }

        foreach (var day in year.Work)
        {
            yield return (day, DayKind.MakeUpDay);
        }
    }

    private static List<CalendarYear> ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var years = new List<CalendarYear>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("calendar/", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            years.Add(CalendarYear.Read(file));
        }

        return years.Count > 0
            ? years
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No calendar in {assembly.GetName().Name}."));
    }
}

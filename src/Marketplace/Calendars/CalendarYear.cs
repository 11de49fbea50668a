using System.Text.Json;
using System.Text.Json.Serialization;

namespace Market.Marketplace.Calendars;

/// <summary>Where a year's working days were published.</summary>
public sealed record CalendarSource(string Title, string Issuer, DateOnly Date);

/// <summary>One published holiday period, both days included.</summary>
public sealed record HolidayPeriod(string Name, DateOnly From, DateOnly To);

/// <summary>The working days of one year as the State Council's General Office announced them.</summary>
/// <param name="Year">The calendar year.</param>
/// <param name="Source">The announcement.</param>
/// <param name="Off">Days off (放假).</param>
/// <param name="Work">Saturdays and Sundays that are working days (调休上班).</param>
public sealed record CalendarYear(
    int Year, CalendarSource Source, IReadOnlyList<HolidayPeriod> Off, IReadOnlyList<DateOnly> Work)
{
    /// <summary>Which edition of the year's days this is: 1 as first announced, more after an amendment.</summary>
    public int Edition { get; init; } = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>Reads and checks one year.</summary>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public static CalendarYear Read(Stream json)
    {
        var year = JsonSerializer.Deserialize<CalendarYear>(json, Json) ?? throw new InvalidDataException("The calendar is empty.");
        year.Check();
        return year;
    }

    private void Check()
    {
        foreach (var period in Off)
        {
            Require(period.From <= period.To, $"{period.Name} ends before it begins.");
            Require(period.From.Year == Year && period.To.Year == Year, $"{period.Name} is not in {Year}.");
        }

        foreach (var day in Work)
        {
            Require(day.Year == Year, $"{day} is not in {Year}.");
            Require(day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, $"{day} is a weekday and needs no make-up.");
            Require(!Off.Any(period => period.From <= day && day <= period.To), $"{day} is both off and working.");
        }
    }

    private void Require(bool holds, string contradiction)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Calendar {Year}: {contradiction}");
        }
    }
}

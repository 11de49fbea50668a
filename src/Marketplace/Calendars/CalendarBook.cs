using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Calendars;

/// <summary>The calendar that every operation counts with: the announcements that ship with the program, and over them those
/// that two persons entered here. Read once, again after a confirmation, and now and then for what another node confirmed.</summary>
public sealed class CalendarBook(IServiceScopeFactory scopes)
{
    private volatile WorkingCalendar _current = WorkingCalendar.Official;

    /// <summary>The calendar in force.</summary>
    public WorkingCalendar Current => _current;

    /// <summary>Reads what is in force.</summary>
    public async Task ReadAsync(CancellationToken ct = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var entered = await db.CalendarEditions.AsNoTracking()
            .Where(row => row.Status == CalendarEditionStatus.InForce).OrderBy(row => row.Edition).ToListAsync(ct);
        var read = With(entered.Select(row => row.Days));
        if (read.Version != _current.Version)
        {
            _current = read;
        }
    }

    /// <summary>The shipped announcements with later editions over them.</summary>
    internal static WorkingCalendar With(IEnumerable<CalendarYear> editions)
    {
        var years = WorkingCalendar.Official.Years.ToDictionary(year => year.Year);
        foreach (var edition in editions)
        {
            years[edition.Year] = edition;
        }

        return new WorkingCalendar(years.Values);
    }
}

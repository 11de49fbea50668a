using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Calendars;

/// <summary>Enters the announcement of a year, or an amendment; a second person confirms it before anything is counted by it.</summary>
public sealed class ProposeCalendar(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ChangeCalendar;

    /// <summary>Returns the id of the proposed edition.</summary>
    public async Task<Guid> ExecuteAsync(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var days = CalendarAnnouncement.Read(json);
        if (await db.CalendarEditions.AnyAsync(row => row.Year == days.Year && row.Status == CalendarEditionStatus.Proposed, context.Cancellation))
        {
            throw new RuleViolationException("calendar-proposed", days.Year);
        }

        var earlier = await db.CalendarEditions.Where(row => row.Year == days.Year).Select(row => (int?)row.Edition).MaxAsync(context.Cancellation);
        var shipped = WorkingCalendar.Official.Year(days.Year) is null ? 0 : 1;
        var edition = CalendarEdition.Propose(days, Math.Max(earlier ?? 0, shipped) + 1, context);
        db.Add(edition);
        return edition.Id;
    }
}

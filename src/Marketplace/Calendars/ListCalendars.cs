using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Calendars;

/// <summary>An edition in a list.</summary>
/// <param name="Shipped">Whether it came with the program.</param>
public sealed record CalendarRow(
    Guid Id, long Version, CalendarYear Days, int Edition, CalendarEditionStatus Status, string ProposedBy, DateTimeOffset? ProposedAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Remark, bool Shipped);

/// <summary>A day that counts differently by an edition.</summary>
public sealed record ChangedDay(DateOnly Day, DayKind Now, DayKind Then);

/// <summary>A deadline that an edition would move.</summary>
public sealed record MovedDeadline(Guid TaskOrderId, string Number, string ServiceItemName, DateOnly Now, DateOnly Then);

/// <summary>What confirming an edition would change (差异预览).</summary>
/// <param name="Recounted">How many running tasks would be counted again.</param>
/// <param name="Moved">The first of those whose day would move.</param>
public sealed record CalendarPreview(IReadOnlyList<ChangedDay> Days, int Recounted, int MovedCount, IReadOnlyList<MovedDeadline> Moved);

/// <summary>Lists the editions of the calendar, those that ship with the program included.</summary>
public sealed class ListCalendars(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Editions, the latest year first.</summary>
    public async Task<IReadOnlyList<CalendarRow>> ExecuteAsync()
    {
        var entered = await db.CalendarEditions.AsNoTracking().ToListAsync(context.Cancellation);
        var shipped = WorkingCalendar.Official.Years.Select(year => new CalendarRow(
            Guid.Empty, 0, year, 1, CalendarEditionStatus.InForce, year.Source.Issuer, null, null, null, null, Shipped: true));
        return
        [
            .. entered.Select(row => new CalendarRow(
                    row.Id, row.Version, row.Days, row.Edition, row.Status, row.ProposedBy, row.ProposedAt, row.DecidedBy, row.DecidedAt, row.Remark, Shipped: false))
                .Concat(shipped).OrderByDescending(row => row.Days.Year).ThenByDescending(row => row.Edition),
        ];
    }
}

/// <summary>Says what an edition would change before it is confirmed.</summary>
public sealed class PreviewCalendar(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Shown = 50;

    public static Permission Requires => Permission.ChangeCalendar;

    /// <summary>The differences.</summary>
    public async Task<CalendarPreview> ExecuteAsync(Guid id)
    {
        var edition = await db.CalendarEditions.AsNoTracking().FindOrThrowAsync(id, context.Cancellation);
        var then = new WorkingCalendar([.. context.Calendar.Years.Where(year => year.Year != edition.Year), edition.Days]);
        var days = new List<ChangedDay>();
        for (var day = new DateOnly(edition.Year, 1, 1); day.Year == edition.Year; day = day.AddDays(1))
        {
            if (context.Calendar.KindOf(day) != then.KindOf(day))
            {
                days.Add(new ChangedDay(day, context.Calendar.KindOf(day), then.KindOf(day)));
            }
        }

        var from = ChinaTime.StartOf(new DateOnly(edition.Year, 1, 1));
        var (recounted, moved) = (0, new List<MovedDeadline>());
        await foreach (var order in db.TaskOrders.AsNoTracking()
            .Where(row => row.DueAt >= from && row.Status != TaskOrderStatus.Completed && row.Status != TaskOrderStatus.Stopped
                && row.Status != TaskOrderStatus.Archived)
            .Select(row => new { row.Id, row.Number, row.ServiceItemName, row.Deadline }).AsAsyncEnumerable().WithCancellation(context.Cancellation))
        {
            recounted++;
            var now = order.Deadline!;
            var due = then.DueAfter(now.StartOn, now.WorkingDays, now.Pauses ?? []);
            if (due > now.DueOn)
            {
                moved.Add(new MovedDeadline(order.Id, order.Number, order.ServiceItemName, now.DueOn, due));
            }
        }

        return new CalendarPreview(days, recounted, moved.Count, [.. moved.OrderBy(row => row.Now).Take(Shown)]);
    }
}

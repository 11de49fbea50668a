using Market.Marketplace.Delivery;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Calendars;

/// <summary>The second person confirms an edition of the calendar or refuses it. What runs is then counted again in the background.</summary>
public sealed class DecideCalendar(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ChangeCalendar;

    /// <summary>Returns how the edition stands.</summary>
    public async Task<CalendarEditionStatus> ExecuteAsync(Guid id, long version, bool confirm, string remark = "")
    {
        ArgumentNullException.ThrowIfNull(remark);
        var edition = await db.CalendarEditions.FindOrThrowAsync(id, context.Cancellation);
        if (!confirm && string.IsNullOrWhiteSpace(remark))
        {
            throw new RuleViolationException("reason-missing");
        }

        edition.Expect(version).Decide(confirm, remark, context);
        if (confirm)
        {
            context.MarkCalendar();
            new Journal(db, context).Enqueue(OutboxKind.RecountDeadlines, edition.Id);
        }

        return edition.Status;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>A day with its sheet as a list shows it.</summary>
/// <param name="IsDeclared">Whether the department's system said what it has.</param>
/// <param name="Sheet">What was compared; none while the day is not over.</param>
/// <param name="Number">The sealed sheet's number.</param>
/// <param name="IsServed">Whether the sealed sheet can be opened.</param>
public sealed record ReconciliationRow(
    Guid Id, DateOnly Day, string DepartmentName, bool IsDeclared, DaySheet? Sheet, Guid? NoticeId, string? Number, bool IsServed, DateTimeOffset? IssuedAt);

/// <summary>Lists the reconciliations of the department; the operator sees all.</summary>
public sealed class ListReconciliations(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Days, the newest first; the search looks at departments and numbers of sheets.</summary>
    /// <param name="onlyDifferent">Only days on which something differs.</param>
    public async Task<PagedList<ReconciliationRow>> ExecuteAsync(PageRequest page, bool onlyDifferent = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows =
            from row in db.DayReconciliationsFor(context.Actor).AsNoTracking()
            join notice in db.OfficialNotices.IgnoreAutoIncludes() on row.NoticeId equals (Guid?)notice.Id into notices
            from notice in notices.DefaultIfEmpty()
            where (!onlyDifferent || row.Differences > 0)
                && (words == null || row.DepartmentName.Contains(words) || notice!.Number.Contains(words))
            orderby row.Day descending, row.DepartmentName, row.Id
            select new { Row = row, Number = notice == null ? null : notice.Number, IsServed = notice != null && notice.ServedAt != null };
        return (await rows.PageAsync(page, context.Cancellation)).Select(found => new ReconciliationRow(
            found.Row.Id, found.Row.Day, found.Row.DepartmentName, found.Row.There is not null, found.Row.Sheet, found.Row.NoticeId, found.Number, found.IsServed,
            found.Row.IssuedAt));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>A notice in a list.</summary>
public sealed record NoticeSummary(
    Guid Id, string Number, NoticeKind Kind, string ProjectName, string ServiceItemName, string DepartmentName,
    string? AgencyName, DateTimeOffset PublishedAt);

/// <summary>Lists the public notices.</summary>
public sealed class ListNotices(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Notices, the newest first; the search looks at project (its pinyin too), item, agency and number.</summary>
    public async Task<PagedList<NoticeSummary>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var notices = db.NoticesFor(context.Actor).AsNoTracking();
        var found = page.Words is null
            ? await notices.NewestPageAsync(page, context.Cancellation)
            : await db.FindPageAsync(notices, SearchScope.Notices, page, isWhole: true, context.Cancellation);
        return found.Select(notice => new NoticeSummary(
            notice.Id, notice.Number, notice.Kind, notice.ProjectName, notice.ServiceItemName, notice.DepartmentName, notice.AgencyName, notice.PublishedAt));
    }
}

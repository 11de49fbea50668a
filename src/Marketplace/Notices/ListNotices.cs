using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
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

    /// <summary>Notices, the newest first; the search looks at project, item, agency and number.</summary>
    public Task<PagedList<NoticeSummary>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        return db.NoticesFor(context.Actor).AsNoTracking()
            .Where(notice => words == null || notice.ProjectName.Contains(words) || notice.ServiceItemName.Contains(words)
                || notice.AgencyName!.Contains(words) || notice.Number.Contains(words))
            .OrderByDescending(notice => notice.PublishedAt).ThenByDescending(notice => notice.Id)
            .Select(notice => new NoticeSummary(
                notice.Id, notice.Number, notice.Kind, notice.ProjectName, notice.ServiceItemName, notice.DepartmentName,
                notice.AgencyName, notice.PublishedAt))
            .PageAsync(page, context.Cancellation);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>A case in a list.</summary>
public sealed record CaseSummary(
    Guid Id, long Version, string Number, string ApprovalItem, string ProjectName, string OwnerName, CaseStatus Status,
    DateTimeOffset StartedAt, DateTimeOffset? FiledAt, DateTimeOffset? AnsweredAt);

/// <summary>Lists the cases that the actor may see.</summary>
public sealed class ListCases(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadCases;

    /// <summary>Cases, the newest first; the search looks at number, project and owner.</summary>
    public Task<PagedList<CaseSummary>> ExecuteAsync(PageRequest page, CaseStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows =
            from approvalCase in db.CasesFor(context.Actor).AsNoTracking().IgnoreAutoIncludes()
            join project in db.Projects on approvalCase.ProjectId equals project.Id
            where status == null || approvalCase.Status == status
            where words == null || approvalCase.Number.Contains(words) || project.Name.Contains(words) || project.OwnerName.Contains(words)
            orderby approvalCase.StartedAt descending, approvalCase.Id
            select new CaseSummary(
                approvalCase.Id, approvalCase.Version, approvalCase.Number, approvalCase.ApprovalItem, project.Name,
                project.OwnerName, approvalCase.Status, approvalCase.StartedAt, approvalCase.FiledAt, approvalCase.AnsweredAt);
        return rows.PageAsync(page, context.Cancellation);
    }
}

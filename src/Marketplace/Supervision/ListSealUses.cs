using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Supervision;

/// <summary>One line of the log of seal uses.</summary>
public sealed record SealUseRow(
    Guid Id, DateTimeOffset At, string SealText, string RoleTitle, string UserName, string AgencyName, Guid ResultId,
    string Sha256Before, string Sha256After);

/// <summary>Lists the uses of seals (用印日志).</summary>
public sealed class ListSealUses(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Supervise;

    /// <summary>Uses, the newest first; the search looks at seal, person and agency.</summary>
    public Task<PagedList<SealUseRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows =
            from use in db.SealUses.AsNoTracking()
            join agency in db.Agencies on use.AgencyId equals agency.Id
            where words == null || use.SealText.Contains(words) || use.UserName.Contains(words) || agency.Name.Contains(words)
            orderby use.At descending, use.Id descending
            select new SealUseRow(
                use.Id, use.At, use.SealText, use.RoleTitle, use.UserName, agency.Name, use.ResultId, use.Sha256Before, use.Sha256After);
        return rows.PageAsync(page, context.Cancellation);
    }
}

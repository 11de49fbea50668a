using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>An accepted result that became doubtful.</summary>
public sealed record DriftRow(
    Guid ResultId, string TaskOrderNumber, string ServiceItemName, string ReportNumber, string AgencyName, Verdict VerdictThen, Verdict VerdictNow,
    IReadOnlyList<Check> Doubtful, DateTimeOffset FoundAt, DateTimeOffset SeenAt, DateTimeOffset? SettledAt);

/// <summary>Lists what the drift watch found: for a department its own results, for the operator all.</summary>
public sealed class ListDrift(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadDrift;

    /// <summary>Open findings on results that are still relied on, or the settled ones; the newest first.</summary>
    public async Task<PagedList<DriftRow>> ExecuteAsync(PageRequest page, bool settled = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows = await db.DriftFindingsFor(context.Actor).AsNoTracking().Where(row => (row.SettledAt != null) == settled)
            .Join(db.Results, row => row.ResultId, result => result.Id, (row, result) => new { row, result })
            .Join(db.TaskOrders, pair => pair.result.TaskOrderId, order => order.Id, (pair, order) => new { pair.row, pair.result, order })
            .Where(all => settled || all.result.Status == ResultStatus.Accepted)
            .Where(all => words == null || all.order.Number.Contains(words) || all.order.ServiceItemName.Contains(words)
                || all.result.ReportNumber.Contains(words) || all.order.AgencyName!.Contains(words))
            .OrderByDescending(all => all.row.FoundAt).ThenByDescending(all => all.row.Id)
            .Select(all => new { all.row, all.result.ReportNumber, all.order.Number, all.order.ServiceItemName, all.order.AgencyName })
            .PageAsync(page, context.Cancellation);
        return rows.Select(all => new DriftRow(
            all.row.ResultId, all.Number, all.ServiceItemName, all.ReportNumber, all.AgencyName ?? "", all.row.VerdictThen, all.row.VerdictNow,
            [.. all.row.Now.Checks.Where(check => check.Outcome != CheckOutcome.Pass)], all.row.FoundAt, all.row.SeenAt, all.row.SettledAt));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A result that was sealed with a lost seal since the suspected time, or into which a sheet so sealed was carried over.</summary>
public sealed record ResultInDoubt(
    Guid ResultId, string ReportNumber, int Number, string ServiceItemName, string ProjectName, ResultStatus Status, DateTimeOffset SealedAt);

/// <summary>Lists the results concerned by the loss of a seal.</summary>
public sealed class ListResultsInDoubt(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Results by the time of sealing; none when the seal is not lost. The search looks at report number, item and project.</summary>
    public async Task<PagedList<ResultInDoubt>> ExecuteAsync(Guid sealId, PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var seal = await db.SealsFor(context.Actor).AsNoTracking().FindOrThrowAsync(sealId, context.Cancellation);
        var since = seal.LostSince ?? DateTimeOffset.MaxValue;
        var sealedWith = db.SealUsesFor(context.Actor).AsNoTracking().Where(use => use.SealId == sealId && use.At >= since && use.ResultId != null)
            .GroupBy(use => use.ResultId!.Value).Select(uses => new { ResultId = uses.Key, At = uses.Min(use => use.At) });
        var carriedInto =
            from use in sealedWith
            join sheet in db.Sheets.Where(sheet => sheet.IsCarriedOver) on (Guid?)use.ResultId equals sheet.SealedUnderResultId
            join result in db.Results on (Guid?)sheet.AlbumId equals result.AlbumId
            select new { ResultId = result.Id, use.At };
        var rows =
            from use in sealedWith.Concat(carriedInto).GroupBy(use => use.ResultId).Select(uses => new { ResultId = uses.Key, At = uses.Min(use => use.At) })
            join result in db.Results on use.ResultId equals result.Id
            join order in db.TaskOrders on result.TaskOrderId equals order.Id
            join project in db.Projects on order.ProjectId equals project.Id
            where words == null || result.ReportNumber.Contains(words) || order.ServiceItemName.Contains(words) || project.Name.Contains(words)
            orderby use.At, result.Id
            select new ResultInDoubt(
                result.Id, result.ReportNumber, result.Number, order.ServiceItemName, project.Name, result.Status, use.At);
        return await rows.PageAsync(page, context.Cancellation);
    }
}

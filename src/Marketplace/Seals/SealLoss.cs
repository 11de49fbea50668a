using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A result that was sealed since the time from which the seal may have been lost.</summary>
internal sealed record ExposedResult(Result Result, TaskOrder Order);

/// <summary>What a loss report and its withdrawal have in common: the results concerned and the telling of their holders.</summary>
internal sealed class SealLoss(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>The results on which the seal was put since an instant, by the log of its uses, and those into which sheets of
    /// such a one were carried over.</summary>
    public async Task<IReadOnlyList<ExposedResult>> ResultsSinceAsync(Guid sealId, DateTimeOffset since)
    {
        var ids = await db.SealUses.Where(use => use.SealId == sealId && use.At >= since && use.ResultId != null)
            .Select(use => use.ResultId!.Value).Distinct().ToListAsync(context.Cancellation);
        ids.AddRange(await (
            from sheet in db.Sheets
            join result in db.Results on (Guid?)sheet.AlbumId equals result.AlbumId
            where sheet.IsCarriedOver && ids.Contains(sheet.SealedUnderResultId!.Value)
            select result.Id).Distinct().ToListAsync(context.Cancellation));
        var rows = await (
            from result in db.Results.AsNoTracking()
            join order in db.TaskOrders.AsNoTracking() on result.TaskOrderId equals order.Id
            where ids.Contains(result.Id)
            orderby result.SubmittedAt, result.Id
            select new { Result = result, Order = order }).ToListAsync(context.Cancellation);
        return [.. rows.Select(row => new ExposedResult(row.Result, row.Order))];
    }

    /// <summary>Enters it on each result's timeline and tells those who hold the result: department and owner, once they have it.</summary>
    public void Tell(LedgerKind kind, IReadOnlyList<ExposedResult> exposed, string sealText, string last)
    {
        var journal = new Journal(db, context);
        foreach (var (result, order) in exposed)
        {
            var entry = journal.Record(kind, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber, sealText, last);
            if (result.IsPublic)
            {
                journal.Notify(entry, result.DepartmentId, result.OwnerId);
            }
        }
    }

    /// <summary>An instant as sentences show it, in China's time.</summary>
    public static string Say(DateTimeOffset instant) =>
        instant.ToOffset(ChinaTime.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

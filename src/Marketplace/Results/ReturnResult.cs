using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>A named official returns a delivered result with its defects (退回修改); the agency's full period begins again.</summary>
public sealed class ReturnResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns the result.</summary>
    public async Task<ResultStatus> ExecuteAsync(Guid resultId, long version, IReadOnlyList<Defect> defects, string remark)
    {
        ArgumentNullException.ThrowIfNull(defects);
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, context.Cancellation);
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);

        result.Expect(version).Return(defects, remark, context);
        order.ReturnForRework(context);
        var journal = new Journal(db, context);
        var returned = journal.Record(
            LedgerKind.ResultReturned, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, order.ServiceItemName,
            context.Actor.DisplayName, $"{defects.Count}");
        journal.Notify(returned, result.AgencyId, result.OwnerId);
        await new TaskNotices(db, context).ReturnedAsync(order, result, defects, remark);
        await new CaseNotices(db, context).FollowAsync(order, $"{order.ServiceItemName}的成果退回修改");
        return result.Status;
    }
}

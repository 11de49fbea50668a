using Market.Marketplace.CaseSteps;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>A named official accepts a delivered result (采信). The machine verifies; only a person accepts.</summary>
public sealed class AcceptResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Accepts the result; what needs a person's check (待人工核验) is accepted only with an opinion.</summary>
    public async Task<ResultStatus> ExecuteAsync(Guid resultId, long version, string opinion)
    {
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, context.Cancellation);
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);

        result.Expect(version).Accept(opinion, await db.DoubtAsync(result, context.Cancellation), context);
        order.AcceptResult(context);
        var journal = new Journal(db, context);
        var accepted = journal.Record(
            LedgerKind.ResultAccepted, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, order.ServiceItemName,
            context.Actor.DisplayName);
        journal.Notify(accepted, result.AgencyId, result.OwnerId);
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.ResultAccepted, approvalCase, accepted.Id, order.ServiceItemCode);
        await new GroupProgress(db, context).AdvanceAsync(order.GroupId);
        return result.Status;
    }
}

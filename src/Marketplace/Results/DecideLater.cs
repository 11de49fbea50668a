using Market.Marketplace.CaseSteps;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>A named official of the department corrects, withdraws or voids an accepted result, with a decision number.
/// Everyone whose case relied on it is found and told.</summary>
public sealed class DecideLater(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns how many cases besides its own had referred to the result.</summary>
    public async Task<int> ExecuteAsync(Guid resultId, long version, LaterDecisionKind kind, string number, string reason)
    {
        ArgumentNullException.ThrowIfNull(number);
        ArgumentNullException.ThrowIfNull(reason);
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, ct);
        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, ct);
        result.Expect(version).DecideLater(kind, number, reason, context);
        if (kind != LaterDecisionKind.Void)
        {
            order.Reopen(context);
            await new GroupProgress(db, context).ReopenAsync(order);
        }

        var journal = new Journal(db, context);
        var entry = journal.Record(
            kind switch
            {
                LaterDecisionKind.Correct => LedgerKind.ResultCorrected,
                LaterDecisionKind.WithdrawAcceptance => LedgerKind.AcceptanceWithdrawn,
                LaterDecisionKind.Void => LedgerKind.ResultVoided,
            },
            TriggeredDispatch.SubjectOf(order, result.Id), order.Number, order.ServiceItemName, number.Trim(), reason.Trim());
        journal.Notify(entry, result.AgencyId, result.OwnerId);

        var references = await db.ResultReferences.Where(row => row.ResultId == resultId).ToListAsync(ct);
        foreach (var reference in references)
        {
            var affected = await db.ApprovalCases.AsNoTracking().SingleAsync(row => row.Id == reference.CaseId, ct);
            var told = journal.Record(
                LedgerKind.ReferenceLost, new Subject(affected.ProjectId, affected.Id, ResultId: resultId), affected.Number, order.ServiceItemName, number.Trim());
            journal.Notify(told, affected.OwnerId, affected.DepartmentId);
        }

        return references.Count;
    }
}

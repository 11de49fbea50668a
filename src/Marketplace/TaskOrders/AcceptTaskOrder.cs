using Market.Marketplace.Agencies;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>The agency takes the work on (接单).</summary>
public sealed class AcceptTaskOrder(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Returns the new status.</summary>
    public async Task<TaskOrderStatus> ExecuteAsync(Guid id, long version)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        order.Expect(version);
        var agency = await db.Agencies.SingleAsync(row => row.Id == order.AgencyId, context.Cancellation);
        if (agency.Status != AgencyStatus.Admitted)
        {
            throw new RuleViolationException("agency-not-admitted", agency.Name);
        }

        order.Accept(context);
        var journal = new Journal(db, context);
        var accepted = journal.Record(
            LedgerKind.TaskAccepted, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, agency.Name);
        journal.Notify(accepted, order.DepartmentId, order.OwnerId);
        return order.Status;
    }
}

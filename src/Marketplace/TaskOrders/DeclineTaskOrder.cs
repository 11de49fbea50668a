using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>The agency does not take the work, with a reason (不承接); the panel's rule finds another at once.</summary>
public sealed class DeclineTaskOrder(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Returns the new status: dispatched again, or awaiting an agency when the panel is exhausted.</summary>
    public async Task<TaskOrderStatus> ExecuteAsync(Guid id, long version, string reason)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var agencyName = order.AgencyName ?? "";
        var former = new NoticeAddress(order.AgencyId ?? Guid.Empty, agencyName);

        order.Expect(version).Decline(reason, context);
        var journal = new Journal(db, context);
        var declined = journal.Record(
            LedgerKind.TaskDeclined, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, agencyName, reason.Trim());
        journal.Notify(declined, order.DepartmentId);

        await new TriggeredDispatch(db, context).AssignAgainAsync(order, (former, $"原机构不承接（{reason.Trim()}）"));
        return order.Status;
    }
}

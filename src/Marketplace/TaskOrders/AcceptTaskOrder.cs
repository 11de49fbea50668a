using Market.Marketplace.Agencies;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>What the agency gets back for taking work on.</summary>
/// <param name="SealWarnings">Seals that it will need and that do not last until the due day; a warning, no refusal.</param>
public sealed record TaskAcceptance(TaskOrderStatus Status, IReadOnlyList<SealWarning> SealWarnings);

/// <summary>The agency takes the work on (接单).</summary>
public sealed class AcceptTaskOrder(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Takes the order.</summary>
    public async Task<TaskAcceptance> ExecuteAsync(Guid id, long version)
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
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, context.Cancellation);
        var warnings = await db.SealWarningsAsync(
            agency.Id, item.Terms.SealScheme, order.Deadline?.DueOn ?? context.Today, context);
        return new TaskAcceptance(order.Status, warnings);
    }
}

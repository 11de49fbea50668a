using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>The department fixes the amount of a task by its price basis (核定金额), for the settlement between payer and agency.
/// The platform touches no money.</summary>
public sealed class FixPrice(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns the amount.</summary>
    public async Task<decimal> ExecuteAsync(Guid id, long version, decimal amount, string? contractNumber = null)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        order.Expect(version).FixPrice(amount, contractNumber);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(
                LedgerKind.PriceFixed, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName,
                amount.ToString("0.00", CultureInfo.InvariantCulture)),
            order.AgencyId, order.OwnerId);
        return amount;
    }
}

using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>An official receives a delivered result (签收). That says it has come, and nothing about its content: 采信 is a
/// decision of its own.</summary>
public sealed class ReceiveResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideResults;

    /// <summary>Returns when it was received.</summary>
    public async Task<DateTimeOffset?> ExecuteAsync(Guid id, long version)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        order.Expect(version).Receive(context);
        new Journal(db, context).Record(
            LedgerKind.ResultReceived, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, context.Actor.DisplayName);
        return order.ReceivedAt;
    }
}

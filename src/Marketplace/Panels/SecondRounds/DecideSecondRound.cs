using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>Finds the second rounds whose time for bids is over.</summary>
public sealed class ListDueSecondRounds(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 200;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most a few hundred, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync() =>
        await db.SecondRounds.Where(row => row.Status == SecondRoundStatus.Bidding && row.BidsUntil <= context.At)
            .OrderBy(row => row.BidsUntil).ThenBy(row => row.Id).Take(AtOnce).Select(row => row.Id).ToListAsync(context.Cancellation);
}

/// <summary>Opens the bids of a second round and gives the task to the lowest that counts; each bidder is checked again at this
/// moment. Without a valid bid the alarm goes out; nobody names an agency instead.</summary>
public sealed class DecideSecondRound(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns whether this call did it.</summary>
    public async Task<bool> ExecuteAsync(Guid id)
    {
        var round = await db.SecondRounds.SingleAsync(row => row.Id == id, context.Cancellation);
        if (round.Status != SecondRoundStatus.Bidding || round.BidsUntil > context.At)
        {
            return false;
        }

        var order = await db.TaskOrders.Include(row => row.Events).SingleAsync(row => row.Id == round.TaskOrderId, context.Cancellation);
        if (order.Status != TaskOrderStatus.AwaitingAgency)
        {
            round.Cancel(context);
            return true;
        }

        await new TriggeredDispatch(db, context).DecideAsync(round, order);
        return true;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>An invited member bids in a second round, or changes its bid before the deadline. The amount is sealed at once; the
/// receipt says that it counted.</summary>
public sealed class HandInSecondBid(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Seals the bid and returns the receipt.</summary>
    public async Task<BidReceipt> ExecuteAsync(Guid roundId, decimal amount)
    {
        var ct = context.Cancellation;
        var round = await db.SecondRoundsFor(context.Actor).AsNoTracking().FindOrThrowAsync(roundId, ct);
        if (!round.Members.Any(member => member.IsInvited && member.AgencyId == context.Actor.Organisation))
        {
            throw new RuleViolationException("second-round-not-invited", round.Number);
        }

        if (!ProcurementTerms.IsAmount(amount) || amount > round.CeilingAmount)
        {
            throw new RuleViolationException("second-round-amount", round.CeilingAmount);
        }

        if (await db.TaskOrders.AnyAsync(order => order.Id == round.TaskOrderId && order.Status != TaskOrderStatus.AwaitingAgency, ct))
        {
            throw new RuleViolationException("second-round-over", round.Number);
        }

        // As with a sign-up: the conditional update holds the round's row until the bid is stored, and changes its version, so that
        // an opening which read before sees it and reads again. There is nothing between in and out.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var bid = await db.SecondRoundBids.SingleOrDefaultAsync(row => row.RoundId == roundId && row.AgencyId == context.Actor.Organisation, ct);
        var more = bid is null ? 1 : 0;
        var inTime = await db.SecondRounds
            .Where(row => row.Id == roundId && row.Status == SecondRoundStatus.Bidding && row.BidsUntil > context.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.BidCount, row => row.BidCount + more).SetProperty(row => row.Version, row => row.Version + 1), ct);
        if (inTime == 0)
        {
            throw new RuleViolationException("second-round-over", round.Number);
        }

        if (bid is null)
        {
            bid = SecondRoundBid.HandIn(round, SecondRoundBid.Seal(db, amount), context);
            db.Add(bid);
        }
        else
        {
            bid.Replace(SecondRoundBid.Seal(db, amount), context);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        context.Changed(context.Actor.OrganisationId);
        return bid.Receipt;
    }
}

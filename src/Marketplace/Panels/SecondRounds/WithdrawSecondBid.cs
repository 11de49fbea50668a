using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Panels.SecondRounds;

/// <summary>A member takes its bid back before the deadline, without consequences; it may bid again.</summary>
public sealed class WithdrawSecondBid(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RespondToTaskOrders;

    /// <summary>Takes it back.</summary>
    public async Task ExecuteAsync(Guid roundId)
    {
        var ct = context.Cancellation;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var inTime = await db.SecondRounds
            .Where(row => row.Id == roundId && row.Status == SecondRoundStatus.Bidding && row.BidsUntil > context.At)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.BidCount, row => row.BidCount - 1).SetProperty(row => row.Version, row => row.Version + 1), ct);
        if (inTime == 0)
        {
            throw new RuleViolationException("second-round-over", "");
        }

        var gone = await db.SecondRoundBids.Where(row => row.RoundId == roundId && row.AgencyId == context.Actor.Organisation).ExecuteDeleteAsync(ct);
        if (gone == 0)
        {
            throw new NotFoundException(nameof(SecondRoundBid));
        }

        await transaction.CommitAsync(ct);
        context.Changed(context.Actor.OrganisationId);
    }
}

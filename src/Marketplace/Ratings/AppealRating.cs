using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>Who was rated appeals (申诉) to the operator. From then on the rating does not count, until the operator has decided.</summary>
public sealed class AppealRating(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.RateOrders;

    /// <summary>Files the appeal and returns how the rating stands.</summary>
    public async Task<RatingStatus> ExecuteAsync(Guid ratingId, long version, string grounds)
    {
        var ct = context.Cancellation;
        var rating = (await db.RatingsFor(context.Actor).Where(row => row.RatedId == context.Actor.Organisation).FindOrThrowAsync(ratingId, ct)).Expect(version);
        rating.TakeAppeal(grounds, rules.Ratings, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.RatingAppealed, new Subject(TaskOrderId: rating.TaskOrderId), rating.TaskOrderNumber, rating.ServiceItemName, rating.Number);
        journal.Notify(entry, rating.RaterId);
        foreach (var handler in await db.Organisations.Where(row => row.Kind == OrganisationKind.Operator).Select(row => row.Id).ToListAsync(ct))
        {
            journal.Notify(entry, handler);
        }

        return rating.Status;
    }
}

/// <summary>A person of the operator decides an appeal: the rating is struck out, or it counts again. The reasons are published with it.</summary>
public sealed class DecideRatingAppeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.HandleComplaints;

    /// <summary>Decides it and returns how the rating stands.</summary>
    public async Task<RatingStatus> ExecuteAsync(Guid ratingId, long version, bool strikeOut, string reason)
    {
        var rating = (await db.RatingsFor(context.Actor).FindOrThrowAsync(ratingId, context.Cancellation)).Expect(version);
        rating.Decide(strikeOut, reason, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            strikeOut ? LedgerKind.RatingStruckOut : LedgerKind.RatingUpheld, new Subject(TaskOrderId: rating.TaskOrderId), rating.TaskOrderNumber,
            rating.ServiceItemName, rating.Number, rating.Appeal!.Decision!);
        journal.Notify(entry, rating.RaterId, rating.RatedId);
        return rating.Status;
    }
}

using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>One side of a finished task order rates another: owner and department the agency, the agency either of them. Once each, after the
/// acceptance and within the period of the rules.</summary>
public sealed class RateOrder(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.RateOrders;

    /// <summary>Returns the rating's id.</summary>
    /// <param name="ofDepartment">For an agency: the department; otherwise the owner. Without meaning for the others.</param>
    public async Task<Guid> ExecuteAsync(Guid taskOrderId, bool ofDepartment, IReadOnlyList<RatingStars> stars, string comment)
    {
        ArgumentNullException.ThrowIfNull(stars);
        ArgumentNullException.ThrowIfNull(comment);
        var ct = context.Cancellation;
        var order = await db.TaskOrdersFor(context.Actor).AsNoTracking().FindOrThrowAsync(taskOrderId, ct);
        if (order.CompletedAt is not { } completed || order.Status is not (TaskOrderStatus.Completed or TaskOrderStatus.Archived))
        {
            throw new RuleViolationException("rating-not-completed", order.Number);
        }

        var side = SideOf(context.Actor, ofDepartment);
        var until = RatingPeriod.EndOf(completed, rules.Ratings, context.Calendar);
        if (context.At >= until)
        {
            throw new RuleViolationException("rating-late", order.Number, until);
        }

        if (await db.Ratings.AnyAsync(row => row.TaskOrderId == taskOrderId && row.Side == side, ct))
        {
            throw new RuleViolationException("rating-once", order.Number);
        }

        var rated = side switch
        {
            RatingSide.OwnerOfAgency or RatingSide.DepartmentOfAgency => order.AgencyId!.Value,
            RatingSide.AgencyOfOwner => order.OwnerId,
            RatingSide.AgencyOfDepartment => order.DepartmentId,
        };
        var name = await db.Organisations.Where(row => row.Id == rated).Select(row => row.Name).SingleAsync(ct);
        var rating = Rating.Give(order, side, (rated, name), stars, comment, rules.Ratings, context);
        db.Add(rating);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.RatingGiven, new Subject(order.ProjectId, order.CaseId, order.Id), order.Number, order.ServiceItemName, rating.RaterName, rating.RatedName);
        journal.Notify(entry, rated);
        return rating.Id;
    }

    private static RatingSide SideOf(Actor actor, bool ofDepartment) => actor.Standing switch
    {
        Standing.Enterprise => RatingSide.OwnerOfAgency,
        Standing.Department => RatingSide.DepartmentOfAgency,
        Standing.Agency => ofDepartment ? RatingSide.AgencyOfDepartment : RatingSide.AgencyOfOwner,
        Standing.Public or Standing.Operator or Standing.System => throw new ForbiddenException(Permission.RateOrders),
    };
}

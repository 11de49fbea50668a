using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>A rating as its two sides and the operator see it.</summary>
public sealed record RatingRow(
    Guid Id, long Version, string Number, RatingSide Side, Guid TaskOrderId, string TaskOrderNumber, string ServiceItemCode, string ServiceItemName,
    string RaterName, string RatedName, IReadOnlyList<RatingStars> Stars, int Tenths, string Comment, RatingFacts Facts, DateTimeOffset At,
    DateTimeOffset AppealUntil, RatingStatus Status, RatingAppeal? Appeal, bool IsMine, bool IsAboutMe, bool MayAppeal);

/// <summary>Something that waits to be rated.</summary>
/// <param name="Until">The first instant that is too late.</param>
public sealed record RatingToGive(
    Guid TaskOrderId, string TaskOrderNumber, string ServiceItemName, RatingSide Side, string RatedName, Payer Payer, RatingFacts Facts, DateTimeOffset Until);

/// <summary>Ratings of one organisation, or as operator all of them.</summary>
public sealed record RatingDesk(IReadOnlyList<RatingToGive> ToGive, PagedList<RatingRow> Ratings);

/// <summary>Reads what an organisation has to rate, what it has given and received; the operator reads all, those under appeal first.</summary>
public sealed class ListRatings(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    private const int MostToGive = 50;

    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Appeals first, then the newest; the search looks at numbers and names.</summary>
    public async Task<RatingDesk> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows = await db.RatingsFor(context.Actor).AsNoTracking()
            .Where(row => words == null || row.Number.Contains(words) || row.TaskOrderNumber.Contains(words) || row.RatedName.Contains(words) || row.RaterName.Contains(words))
            .OrderBy(row => row.Status == RatingStatus.Appealed ? 0 : 1).ThenByDescending(row => row.At).ThenByDescending(row => row.Id)
            .PageAsync(page, context.Cancellation);
        return new RatingDesk(await ToGiveAsync(), rows.Select(RowOf));
    }

    private RatingRow RowOf(Rating row)
    {
        var aboutMe = row.RatedId == context.Actor.OrganisationId;
        return new RatingRow(
            row.Id, row.Version, row.Number, row.Side, row.TaskOrderId, row.TaskOrderNumber, row.ServiceItemCode, row.ServiceItemName, row.RaterName, row.RatedName,
            row.Stars, row.Tenths, row.Comment, row.Facts, row.At, row.AppealUntil, row.Status, row.Appeal, row.RaterId == context.Actor.OrganisationId, aboutMe,
            aboutMe && row.Appeal is null && context.At < row.AppealUntil && context.Actor.May(Permission.RateOrders));
    }

    private async Task<IReadOnlyList<RatingToGive>> ToGiveAsync()
    {
        RatingSide[] sides = context.Actor.Standing switch
        {
            Standing.Enterprise => [RatingSide.OwnerOfAgency],
            Standing.Department => [RatingSide.DepartmentOfAgency],
            Standing.Agency => [RatingSide.AgencyOfOwner, RatingSide.AgencyOfDepartment],
            Standing.Public or Standing.Operator or Standing.System => [],
        };
        if (sides.Length == 0 || !context.Actor.May(Permission.RateOrders))
        {
            return [];
        }

        // Working days are fewer than days: whatever can still be rated is not older than this.
        var ct = context.Cancellation;
        var since = context.At.AddDays(-(rules.Ratings.RateWorkingDays.Value * 2) - 20);
        var orders = await db.TaskOrdersFor(context.Actor).AsNoTracking()
            .Where(row => (row.Status == TaskOrderStatus.Completed || row.Status == TaskOrderStatus.Archived) && row.CompletedAt >= since)
            .OrderBy(row => row.CompletedAt).ToListAsync(ct);
        var ids = orders.ConvertAll(order => order.Id);
        var given = (await db.Ratings.Where(row => ids.Contains(row.TaskOrderId)).Select(row => new { row.TaskOrderId, row.Side }).ToListAsync(ct))
            .Select(row => (row.TaskOrderId, row.Side)).ToHashSet();
        var open = orders
            .Select(order => (Order: order, Until: RatingPeriod.EndOf(order.CompletedAt!.Value, rules.Ratings, context.Calendar)))
            .Where(pair => context.At < pair.Until)
            .SelectMany(pair => sides.Where(side => !given.Contains((pair.Order.Id, side))).Select(side => (pair.Order, pair.Until, Side: side)))
            .Take(MostToGive).ToList();
        var rated = open.Select(one => RatedOf(one.Order, one.Side)).Distinct().ToList();
        var names = await db.Organisations.Where(row => rated.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, ct);
        return open.ConvertAll(one => new RatingToGive(
            one.Order.Id, one.Order.Number, one.Order.ServiceItemName, one.Side, names[RatedOf(one.Order, one.Side)], one.Order.Payer,
            new RatingFacts(one.Order.CompletedAt!.Value, one.Order.DueAt is null || one.Order.HandedInAt < one.Order.DueAt, one.Order.ReturnCount), one.Until));
    }

    private static Guid RatedOf(TaskOrder order, RatingSide side) => side switch
    {
        RatingSide.OwnerOfAgency or RatingSide.DepartmentOfAgency => order.AgencyId!.Value,
        RatingSide.AgencyOfOwner => order.OwnerId,
        RatingSide.AgencyOfDepartment => order.DepartmentId,
    };
}

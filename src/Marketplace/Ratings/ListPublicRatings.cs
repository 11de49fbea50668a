using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>A rating of an agency as everybody sees it: who is behind it is said as owner or department, the facts of the order stand beside it.</summary>
public sealed record PublicRating(
    string Number, RatingSide Side, string ServiceItemCode, string ServiceItemName, IReadOnlyList<RatingStars> Stars, int Tenths, string Comment, RatingFacts Facts,
    DateTimeOffset At, RatingStatus Status, RatingAppeal? Appeal);

/// <summary>The average of one dimension and on how many ratings it stands.</summary>
public sealed record RatingMean(RatingDimension Dimension, int Count, decimal Stars);

/// <summary>What is known of an agency by its ratings.</summary>
/// <param name="Count">Ratings that count.</param>
/// <param name="Average">Stars; none without ratings.</param>
/// <param name="Done">Results accepted in all: those that nobody rated count neither well nor badly.</param>
/// <param name="Latest">The newest, those under appeal and struck out among them.</param>
public sealed record PublicRatings(int Count, decimal? Average, int Done, int Appealed, int StruckOut, IReadOnlyList<RatingMean> Means, IReadOnlyList<PublicRating> Latest);

/// <summary>Reads the ratings of an agency for its public page.</summary>
public sealed class ListPublicRatings(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Most = 20;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first.</summary>
    public async Task<PublicRatings> ExecuteAsync(Guid agencyId)
    {
        var ct = context.Cancellation;
        var all = db.Ratings.AsNoTracking().Where(row => row.RatedId == agencyId && (row.Side == RatingSide.OwnerOfAgency || row.Side == RatingSide.DepartmentOfAgency));
        var counted = await all.Where(row => row.Status == RatingStatus.Counted || row.Status == RatingStatus.Upheld)
            .Select(row => new { row.Stars, row.Tenths }).ToListAsync(ct);
        var latest = await all.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(Most).ToListAsync(ct);
        return new PublicRatings(
            counted.Count,
            counted.Count == 0 ? null : counted.Sum(row => row.Tenths) / 10m / counted.Count,
            await db.AgencyTallies.Where(row => row.AgencyId == agencyId).Select(row => row.Done).SingleOrDefaultAsync(ct),
            await all.CountAsync(row => row.Status == RatingStatus.Appealed, ct),
            await all.CountAsync(row => row.Status == RatingStatus.StruckOut, ct),
            [.. counted.SelectMany(row => row.Stars).GroupBy(one => one.Dimension).OrderBy(group => group.Key)
                .Select(group => new RatingMean(group.Key, group.Count(), group.Sum(one => one.Stars) / (decimal)group.Count()))],
            latest.ConvertAll(row => new PublicRating(
                row.Number, row.Side, row.ServiceItemCode, row.ServiceItemName, row.Stars, row.Tenths, row.Comment, row.Facts, row.At, row.Status, row.Appeal)));
    }
}

/// <summary>How agencies rate an owner, on average.</summary>
public sealed record OwnerRating(int Count, decimal Average);

/// <summary>Reads how agencies rate an owner: what an agency wants to know before it signs up. A single rating would point at the agency that gave it,
/// so that there is an average of several or none.</summary>
public sealed class GetOwnerRating(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>Fewer are not published.</summary>
    public const int Fewest = 3;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The average, or none.</summary>
    public async Task<OwnerRating?> ExecuteAsync(Guid ownerId)
    {
        var counted = await db.Ratings.AsNoTracking()
            .Where(row => row.RatedId == ownerId && row.Side == RatingSide.AgencyOfOwner && (row.Status == RatingStatus.Counted || row.Status == RatingStatus.Upheld))
            .Select(row => row.Tenths).ToListAsync(context.Cancellation);
        return counted.Count < Fewest ? null : new OwnerRating(counted.Count, counted.Sum() / 10m / counted.Count);
    }
}

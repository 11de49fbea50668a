using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Ratings;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Agencies;

/// <summary>Counts the tallies of all agencies again from the task orders and awards themselves.</summary>
public sealed class CountTallies(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many agencies were counted.</summary>
    /// <param name="onlyWhereMissing">Count only when an agency has no tally: in a database that is older than they are.</param>
    public async Task<int> ExecuteAsync(bool onlyWhereMissing)
    {
        var ct = context.Cancellation;
        if (onlyWhereMissing && !await db.Agencies.AnyAsync(agency => !db.AgencyTallies.Any(tally => tally.AgencyId == agency.Id), ct))
        {
            return 0;
        }

        var counted = await OrdersAsync();
        foreach (var (agency, change) in (await AwardsAsync()).Concat(await RatingsAsync()))
        {
            counted[agency] = counted.GetValueOrDefault(agency) + change;
        }

        var tallies = await db.AgencyTallies.ToDictionaryAsync(tally => tally.AgencyId, ct);
        var agencies = await db.Agencies.Select(agency => agency.Id).ToListAsync(ct);
        foreach (var id in agencies)
        {
            if (!tallies.TryGetValue(id, out var tally))
            {
                db.Add(tally = new AgencyTally { AgencyId = id });
            }

            Set(tally, counted.GetValueOrDefault(id));
        }

        return agencies.Count;
    }

    private void Set(AgencyTally tally, TallyChange counted)
    {
        tally.Done = counted.Done;
        tally.OnTime = counted.OnTime;
        tally.FirstPass = counted.FirstPass;
        tally.Running = counted.Running;
        tally.Ratings = counted.Ratings;
        tally.RatingTenths = counted.RatingTenths;
        tally.Awards = counted.Awards;
        tally.AwardThousandths = counted.AwardThousandths;
        tally.ChangedAt = context.At;
    }

    private async Task<Dictionary<Guid, TallyChange>> OrdersAsync()
    {
        var rows = await db.TaskOrders.Where(order => order.AgencyId != null)
            .GroupBy(order => new { Agency = order.AgencyId!.Value, order.Status })
            .Select(group => new
            {
                group.Key.Agency,
                group.Key.Status,
                Count = group.Count(),
                OnTime = group.Count(order => order.DueAt == null || order.HandedInAt < order.DueAt),
                FirstPass = group.Count(order => order.ReturnCount == 0),
            })
            .ToListAsync(context.Cancellation);
        return rows.GroupBy(row => row.Agency).ToDictionary(
            group => group.Key,
            group => group.Aggregate(default(TallyChange), (sum, row) => sum + (row.Status is TaskOrderStatus.Completed or TaskOrderStatus.Archived
                ? new TallyChange { Done = row.Count, OnTime = row.OnTime, FirstPass = row.FirstPass }
                : new TallyChange { Running = row.Count * TallyUpkeep.Of(row.Status, null, null, 0).Running })));
    }

    private async Task<Dictionary<Guid, TallyChange>> AwardsAsync()
    {
        var rows = await db.Procurements.AsNoTracking()
            .Where(row => row.WinnerId != null && (row.Status == ProcurementStatus.Awarded || row.Status == ProcurementStatus.Contracted))
            .ToListAsync(context.Cancellation);
        return rows.GroupBy(row => row.WinnerId!.Value)
            .ToDictionary(group => group.Key, group => group.Aggregate(default(TallyChange), (sum, row) => sum + TallyUpkeep.Of(row)));
    }

    private async Task<Dictionary<Guid, TallyChange>> RatingsAsync() =>
        (await db.Ratings.Where(row => row.Side == RatingSide.OwnerOfAgency || row.Side == RatingSide.DepartmentOfAgency)
            .Where(row => row.Status == RatingStatus.Counted || row.Status == RatingStatus.Upheld)
            .GroupBy(row => row.AgencyId)
            .Select(group => new { Agency = group.Key, Count = group.Count(), Tenths = group.Sum(row => row.Tenths) })
            .ToListAsync(context.Cancellation))
        .ToDictionary(row => row.Agency, row => new TallyChange { Ratings = row.Count, RatingTenths = row.Tenths });
}

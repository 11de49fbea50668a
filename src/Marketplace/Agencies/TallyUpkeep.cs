using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Ratings;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Market.Marketplace.Agencies;

/// <summary>Moves the tallies of agencies with what an operation saves. The figures are added to in the database, so that two operations that
/// count for one agency at the same time both count.</summary>
internal static class TallyUpkeep
{
    /// <summary>What the save about to happen changes, by agency in a fixed order; an agency without figures to move is one that lists must read again.</summary>
    public static SortedDictionary<Guid, TallyChange> Collect(MarketplaceDbContext db, OperationContext context)
    {
        var changes = new SortedDictionary<Guid, TallyChange>();
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            switch (entry.Entity)
            {
                case Agency agency when entry.State == EntityState.Added:
                    db.Add(new AgencyTally { AgencyId = agency.Id, ChangedAt = context.At });
                    break;
                case Agency agency:
                    Add(agency.Id, default);
                    break;
                case Qualification held:
                    Add(held.AgencyId, default);
                    break;
                case TaskOrder or Procurement or Rating:
                    Move(entry);
                    break;
            }
        }

        return changes;

        void Move(EntityEntry entry)
        {
            if (entry.State != EntityState.Added && Counted(entry.Entity, entry.OriginalValues) is { } before)
            {
                Add(before.Agency, -before.Change);
            }

            if (entry.State != EntityState.Deleted && Counted(entry.Entity, entry.CurrentValues) is { } after)
            {
                Add(after.Agency, after.Change);
            }
        }

        void Add(Guid agency, TallyChange change) => changes[agency] = changes.GetValueOrDefault(agency) + change;
    }

    /// <summary>Moves the figures of one agency.</summary>
    public static Task ApplyAsync(MarketplaceDbContext db, Guid agency, TallyChange change, DateTimeOffset at, CancellationToken ct) =>
        db.AgencyTallies.Where(row => row.AgencyId == agency).ExecuteUpdateAsync(
            row => row
                .SetProperty(tally => tally.Done, tally => tally.Done + change.Done)
                .SetProperty(tally => tally.OnTime, tally => tally.OnTime + change.OnTime)
                .SetProperty(tally => tally.FirstPass, tally => tally.FirstPass + change.FirstPass)
                .SetProperty(tally => tally.Running, tally => tally.Running + change.Running)
                .SetProperty(tally => tally.Ratings, tally => tally.Ratings + change.Ratings)
                .SetProperty(tally => tally.RatingTenths, tally => tally.RatingTenths + change.RatingTenths)
                .SetProperty(tally => tally.Awards, tally => tally.Awards + change.Awards)
                .SetProperty(tally => tally.AwardThousandths, tally => tally.AwardThousandths + change.AwardThousandths)
                .SetProperty(tally => tally.ChangedAt, at),
            ct);

    /// <summary>What an order counts for its agency.</summary>
    public static TallyChange Of(TaskOrderStatus status, DateTimeOffset? handedInAt, DateTimeOffset? dueAt, int returns) => status switch
    {
        // Archived by the department after it was accepted.
        TaskOrderStatus.Completed or TaskOrderStatus.Archived => new TallyChange { Done = 1, OnTime = dueAt is null || handedInAt < dueAt ? 1 : 0, FirstPass = returns == 0 ? 1 : 0 },
        TaskOrderStatus.Dispatched or TaskOrderStatus.InProgress or TaskOrderStatus.Suspended or TaskOrderStatus.Submitted or TaskOrderStatus.Sealed or TaskOrderStatus.Delivered =>
            new TallyChange { Running = 1 },
        _ => default,
    };

    /// <summary>What a rating counts for its agency: nothing while it is under appeal, nor after it was struck out.</summary>
    public static TallyChange Of(RatingSide side, RatingStatus status, int tenths) =>
        side.IsOfAgency() && status is (RatingStatus.Counted or RatingStatus.Upheld) ? new TallyChange { Ratings = 1, RatingTenths = tenths } : default;

    /// <summary>What an award counts for the agency selected: its price as a share of the ceiling.</summary>
    public static TallyChange Of(Procurement award) => Of(award.Status, award.Outcome, award.Terms.HighestAmount);

    private static TallyChange Of(ProcurementStatus status, Outcome? outcome, decimal ceiling) =>
        status is ProcurementStatus.Awarded or ProcurementStatus.Contracted && outcome?.Winner?.Amount is { } amount && ceiling > 0
            ? new TallyChange { Awards = 1, AwardThousandths = (int)Math.Round(amount * 1000 / ceiling, MidpointRounding.AwayFromZero) }
            : default;

    private static (Guid Agency, TallyChange Change)? Counted(object entity, PropertyValues row)
    {
        if (entity is TaskOrder)
        {
            return row.GetValue<Guid?>(nameof(TaskOrder.AgencyId)) is { } agency
                ? (agency, Of(
                    row.GetValue<TaskOrderStatus>(nameof(TaskOrder.Status)), row.GetValue<DateTimeOffset?>(nameof(TaskOrder.HandedInAt)),
                    row.GetValue<DateTimeOffset?>(nameof(TaskOrder.DueAt)), row.GetValue<int>(nameof(TaskOrder.ReturnCount))))
                : null;
        }

        if (entity is Rating)
        {
            return (row.GetValue<Guid>(nameof(Rating.AgencyId)), Of(
                row.GetValue<RatingSide>(nameof(Rating.Side)), row.GetValue<RatingStatus>(nameof(Rating.Status)), row.GetValue<int>(nameof(Rating.Tenths))));
        }

        return row.GetValue<Guid?>(nameof(Procurement.WinnerId)) is { } winner
            ? (winner, Of(
                row.GetValue<ProcurementStatus>(nameof(Procurement.Status)), row.GetValue<Outcome?>(nameof(Procurement.Outcome)),
                row.GetValue<ProcurementTerms>(nameof(Procurement.Terms)).HighestAmount))
            : null;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>The facts behind a score: how many, and how many of them well.</summary>
/// <param name="Handed">Orders handed in within the last 24 months.</param>
/// <param name="OnTime">Of them, before their deadline.</param>
/// <param name="Accepted">Orders accepted (采信).</param>
/// <param name="FirstPass">Of them, without having been returned.</param>
public sealed record PerformanceFacts(int Handed, int OnTime, int Accepted, int FirstPass);

/// <summary>The objective part of an agency's credit (系统客观分): on time and right the first time, over the last 24 months,
/// pulled towards the usual as long as there is little to go by. New agencies stand at the usual.</summary>
public static class ObjectiveScore
{
    /// <summary>How far back orders count.</summary>
    public const int Months = 24;

    /// <summary>How much being on time counts.</summary>
    public const decimal OnTimeShare = 0.6m;

    /// <summary>How much being right the first time counts.</summary>
    public const decimal FirstPassShare = 0.4m;

    // A Bayesian mean: the usual counts as much as five orders.
    /// <summary>The usual share, at which a new agency stands.</summary>
    public const decimal Usual = 0.8m;

    /// <summary>As how many orders the usual counts.</summary>
    public const decimal UsualWeight = 5;

    /// <summary>Scores, 0 to 100 with two decimals, by agency.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, decimal>> OfAsync(MarketplaceDbContext db, IReadOnlyCollection<Guid> agencies, OperationContext context)
    {
        var since = context.At.AddMonths(-Months);
        var facts = await FactsAsync(db, agencies, since, context.Cancellation);
        var points = await db.AwardBars.AsNoTracking().Where(bar => agencies.Contains(bar.AgencyId) && bar.At >= since)
            .GroupBy(bar => bar.AgencyId).Select(group => new { Agency = group.Key, Points = group.Sum(bar => bar.Points) })
            .ToDictionaryAsync(row => row.Agency, row => row.Points, context.Cancellation);
        return agencies.Distinct().ToDictionary(
            agency => agency,
            agency => Math.Max(0, Of(facts.GetValueOrDefault(agency) ?? new PerformanceFacts(0, 0, 0, 0)) - points.GetValueOrDefault(agency)));
    }

    /// <summary>The facts of agencies since an instant; an agency without any is left out.</summary>
    internal static Task<Dictionary<Guid, PerformanceFacts>> FactsAsync(
        MarketplaceDbContext db, IReadOnlyCollection<Guid> agencies, DateTimeOffset since, CancellationToken ct) =>
        db.TaskOrders.AsNoTracking().Where(order => order.AgencyId != null && agencies.Contains(order.AgencyId.Value) && order.HandedInAt >= since)
            .GroupBy(order => order.AgencyId!.Value)
            .Select(group => new
            {
                Agency = group.Key,
                Handed = group.Count(),
                OnTime = group.Count(order => order.DueAt == null || order.HandedInAt < order.DueAt),
                Accepted = group.Count(order => order.Status == TaskOrderStatus.Completed || order.Status == TaskOrderStatus.Archived),
                FirstPass = group.Count(order => (order.Status == TaskOrderStatus.Completed || order.Status == TaskOrderStatus.Archived) && order.ReturnCount == 0),
            })
            .ToDictionaryAsync(row => row.Agency, row => new PerformanceFacts(row.Handed, row.OnTime, row.Accepted, row.FirstPass), ct);

    /// <summary>The score of these facts.</summary>
    public static decimal Of(PerformanceFacts facts) => Math.Round(
        100 * ((OnTimeShare * Mean(facts.OnTime, facts.Handed)) + (FirstPassShare * Mean(facts.FirstPass, facts.Accepted))),
        2, MidpointRounding.AwayFromZero);

    /// <summary>A share of few, pulled towards the usual.</summary>
    public static decimal Mean(int good, int all) => ((UsualWeight * Usual) + good) / (UsualWeight + all);
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ratings;

/// <summary>Points taken off, for an award given up (放弃中选).</summary>
/// <param name="Counts">Whether it is recent enough to count.</param>
public sealed record CreditDeduction(DateTimeOffset At, DateTimeOffset Until, int Points, Guid ProcurementId, string ProcurementNumber, bool Counts);

/// <summary>How many results of a year were accepted, and how they went.</summary>
public sealed record WorkYear(int Year, int Done, int OnTime, int FirstPass);

/// <summary>A result accepted lately.</summary>
public sealed record WorkDone(string ServiceItemCode, string ServiceItemName, DateTimeOffset AcceptedAt, bool OnTime, int Returns);

/// <summary>The facts behind an agency's objective score, so that anybody can compute it again.</summary>
public sealed record CreditRecord(
    DateOnly Since, PerformanceFacts Facts, IReadOnlyList<CreditDeduction> Deductions, decimal Score, IReadOnlyList<WorkYear> Years, IReadOnlyList<WorkDone> Latest);

/// <summary>Reads what an agency's objective score is computed from, and its work by years.</summary>
public sealed class GetCreditRecord(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Latest = 10;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The record as of now.</summary>
    public async Task<CreditRecord> ExecuteAsync(Guid agencyId)
    {
        var ct = context.Cancellation;
        var agency = await db.AgenciesFor(context.Actor).AsNoTracking().FindOrThrowAsync(agencyId, ct);
        var since = context.At.AddMonths(-ObjectiveScore.Months);
        var facts = (await ObjectiveScore.FactsAsync(db, [agency.Id], since, ct)).GetValueOrDefault(agency.Id) ?? new PerformanceFacts(0, 0, 0, 0);
        var bars = await db.AwardBars.AsNoTracking().Where(bar => bar.AgencyId == agencyId)
            .Join(db.Procurements, bar => bar.ProcurementId, row => row.Id, (bar, row) => new { bar.At, bar.Until, bar.Points, row.Id, row.Number })
            .OrderByDescending(bar => bar.At).ToListAsync(ct);
        var scores = await ObjectiveScore.OfAsync(db, [agencyId], context);
        var done = await db.TaskOrders.AsNoTracking().Where(order => order.AgencyId == agencyId && order.CompletedAt != null)
            .OrderByDescending(order => order.CompletedAt)
            .Select(order => new { order.ServiceItemCode, order.ServiceItemName, order.CompletedAt, order.HandedInAt, order.DueAt, order.ReturnCount })
            .ToListAsync(ct);
        var work = done.ConvertAll(order => new WorkDone(
            order.ServiceItemCode, order.ServiceItemName, order.CompletedAt!.Value, order.DueAt is null || order.HandedInAt < order.DueAt, order.ReturnCount));
        return new CreditRecord(
            Calendars.ChinaTime.DayOf(since), facts, bars.ConvertAll(bar => new CreditDeduction(bar.At, bar.Until, bar.Points, bar.Id, bar.Number, bar.At >= since)),
            scores[agencyId],
            [.. work.GroupBy(row => Calendars.ChinaTime.DayOf(row.AcceptedAt).Year).OrderByDescending(group => group.Key)
                .Select(group => new WorkYear(group.Key, group.Count(), group.Count(row => row.OnTime), group.Count(row => row.Returns == 0)))],
            [.. work.Take(Latest)]);
    }
}

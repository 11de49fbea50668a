using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>Compares a day with what the department's system says it has, and explains each difference. What it says is kept for the sheet of
/// the day; when that is out already, another takes its place.</summary>
public sealed class ReconcileDay(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>The sheet as it stands now.</summary>
    /// <param name="there">What the system has; none only reads.</param>
    /// <exception cref="RuleViolationException">The day lies ahead, or before anything was kept.</exception>
    public async Task<DaySheet> ExecuteAsync(DateOnly day, DayThere? there = null)
    {
        if (day > context.Today)
        {
            throw new RuleViolationException("day-ahead", day);
        }

        if (day < Earliest)
        {
            throw new RuleViolationException("day-too-early", Earliest);
        }

        var department = await db.Organisations.FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        var kept = await db.DayReconciliations.SingleOrDefaultAsync(row => row.DepartmentId == department.Id && row.Day == day, context.Cancellation);
        if (there is not null)
        {
            kept ??= db.Add(DayReconciliation.Of(department, day, context)).Entity;
            kept.Declare(there);
        }

        var sheet = await new DayComparison(db, department, context.Cancellation).OfAsync(day, kept?.There);
        if (there is not null && day < context.Today)
        {
            await new ReconciliationOffice(db, context).IssueAsync(kept!, department, sheet);
        }

        return sheet;
    }
}

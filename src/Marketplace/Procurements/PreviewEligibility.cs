using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>How many agencies a rule keeps out, with the first of them by name.</summary>
public sealed record ExcludedByRule(EligibilityRule Rule, int Count, IReadOnlyList<string> Names);

/// <summary>How many could sign up, before anything is published.</summary>
/// <param name="Eligible">Agencies against which nothing stands.</param>
/// <param name="Admitted">All admitted agencies.</param>
/// <param name="Excluded">Rule by rule; an agency counts under the first rule it breaks.</param>
public sealed record EligibilityPreview(int Eligible, int Admitted, IReadOnlyList<ExcludedByRule> Excluded);

/// <summary>The owner sees how many agencies qualify and which rule excludes the others.</summary>
public sealed class PreviewEligibility(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int NamesShown = 20;

    public static Permission Requires => Permission.Procure;

    /// <summary>The count for these terms, today.</summary>
    public async Task<EligibilityPreview> ExecuteAsync(ProcurementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var (_, item) = await DraftProcurement.SubjectsAsync(db, context, terms);
        var agencies = new EligibleAgencies(db, context);
        var circumstances = await agencies.CircumstancesAsync(terms, item.Id);
        var admitted = await db.Agencies.CountAsync(agency => agency.Status == AgencyStatus.Admitted, context.Cancellation);
        var licensed = await agencies.Licensed(circumstances).AsNoTracking()
            .Where(agency => agency.Status == AgencyStatus.Admitted).OrderBy(agency => agency.Id).ToListAsync(context.Cancellation);
        var broken = licensed.Select(agency => (agency.Name, First: Eligibility.Check(agency, circumstances).FirstOrDefault(finding => !finding.Holds))).ToList();
        var byRule = broken.Where(entry => entry.First is not null).GroupBy(entry => entry.First!.Rule)
            .Select(rule => new ExcludedByRule(rule.Key, rule.Count(), [.. rule.Take(NamesShown).Select(entry => entry.Name)]))
            .ToList();
        var unlicensed = admitted - licensed.Count;
        if (unlicensed > 0)
        {
            var known = byRule.Find(rule => rule.Rule == EligibilityRule.Qualified);
            byRule.RemoveAll(rule => rule.Rule == EligibilityRule.Qualified);
            byRule.Add(new ExcludedByRule(EligibilityRule.Qualified, unlicensed + (known?.Count ?? 0), known?.Names ?? []));
        }

        return new EligibilityPreview(broken.Count(entry => entry.First is null), admitted, [.. byRule.OrderBy(rule => rule.Rule)]);
    }
}

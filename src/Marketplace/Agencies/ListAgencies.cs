using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Agencies;

/// <summary>One line of the public list.</summary>
public sealed record AgencySummary(
    Guid Id, string Name, string CreditCode, AgencyStatus Status, string RegionCode, string Address,
    IReadOnlyList<string> Qualifications, QualificationStanding WorstStanding);

/// <summary>Lists the agencies of the supermarket.</summary>
public sealed class ListAgencies(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Agencies by name; the search looks at name, its pinyin and credit code, the filter at the category of licences.</summary>
    public async Task<PagedList<AgencySummary>> ExecuteAsync(PageRequest page, string? qualification = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var agencies = db.AgenciesFor(context.Actor).AsNoTracking();
        if (page.Words is { } words)
        {
            agencies = await db.ContainingAsync(agencies, SearchScope.Agencies, words, context.Cancellation);
        }

        if (!string.IsNullOrWhiteSpace(qualification))
        {
            agencies = agencies.Where(agency => agency.Qualifications.Any(held => held.Category == qualification));
        }

        var rows = await agencies.Include(agency => agency.Qualifications)
            .OrderBy(agency => agency.Name).ThenBy(agency => agency.Id).PageAsync(page, context.Cancellation);
        return rows.Select(agency => new AgencySummary(
            agency.Id, agency.Name, agency.CreditCode, agency.Status, agency.RegionCode, agency.Address,
            [.. agency.Qualifications.Select(held => held.ToString())],
            agency.Qualifications.Select(held => held.StandingOn(context.Today)).DefaultIfEmpty().Max()));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>An organisation for which a seal may be registered.</summary>
public sealed record SealHolderRow(Guid Id, string Name, string CreditCode, bool IsOwner);

/// <summary>Finds the agencies and project owners for which the operator may register a seal.</summary>
public sealed class ListSealHolders(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>By name; the search looks at name and credit code.</summary>
    public Task<PagedList<SealHolderRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        return db.Organisations.AsNoTracking()
            .Where(row => row.Kind == OrganisationKind.Enterprise || (row.Kind == OrganisationKind.Agency && db.Agencies.Any(agency => agency.Id == row.Id)))
            .Where(row => words == null || row.Name.Contains(words) || row.CreditCode.Contains(words))
            .OrderBy(row => row.Name).ThenBy(row => row.Id)
            .Select(row => new SealHolderRow(row.Id, row.Name, row.CreditCode, row.Kind == OrganisationKind.Enterprise))
            .PageAsync(page, context.Cancellation);
    }
}

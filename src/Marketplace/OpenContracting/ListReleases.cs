using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.OpenContracting;

/// <summary>Lists published procurements as OCDS releases.</summary>
public sealed class ListReleases(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first.</summary>
    public async Task<PagedList<OcdsRelease>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var found = await db.ProcurementsFor(context.Actor).AsNoTracking().Where(row => row.Status != ProcurementStatus.Draft)
            .OrderByDescending(row => row.PublishedAt).ThenByDescending(row => row.Id).PageAsync(page, context.Cancellation);
        var owners = found.Rows.Select(row => row.OwnerId).Distinct().ToList();
        var codes = await db.Organisations.Where(owner => owners.Contains(owner.Id))
            .ToDictionaryAsync(owner => owner.Id, owner => owner.CreditCode, context.Cancellation);
        return found.Select(row => OcdsReleases.Of(row, options.OcdsPrefix, codes[row.OwnerId]));
    }
}

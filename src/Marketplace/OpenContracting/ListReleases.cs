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
        var found = await Published.OrderByDescending(row => row.PublishedAt).ThenByDescending(row => row.Id).PageAsync(page, context.Cancellation);
        var releases = await ReleasesAsync(found.Rows);
        return new PagedList<OcdsRelease>(releases, found.Total, found.Page, found.Size);
    }

    /// <summary>The release of one procurement, by its ocid.</summary>
    public async Task<OcdsRelease> ExecuteAsync(string ocid)
    {
        ArgumentNullException.ThrowIfNull(ocid);
        var prefix = $"{options.OcdsPrefix}-";
        var number = ocid.StartsWith(prefix, StringComparison.Ordinal) ? ocid[prefix.Length..] : "";
        var row = await Published.SingleOrDefaultAsync(row => row.Number == number, context.Cancellation)
            ?? throw new NotFoundException(nameof(Procurement));
        return (await ReleasesAsync([row]))[0];
    }

    private IQueryable<Procurement> Published =>
        db.ProcurementsFor(context.Actor).AsNoTracking().Where(row => row.Status != ProcurementStatus.Draft);

    private async Task<IReadOnlyList<OcdsRelease>> ReleasesAsync(IReadOnlyList<Procurement> rows)
    {
        var owners = rows.Select(row => row.OwnerId).Distinct().ToList();
        var codes = await db.Organisations.Where(owner => owners.Contains(owner.Id))
            .ToDictionaryAsync(owner => owner.Id, owner => owner.CreditCode, context.Cancellation);
        return [.. rows.Select(row => OcdsReleases.Of(row, options.OcdsPrefix, codes[row.OwnerId]))];
    }
}

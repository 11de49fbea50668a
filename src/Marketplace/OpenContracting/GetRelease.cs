using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.OpenContracting;

/// <summary>Reads one published procurement as OCDS releases.</summary>
public sealed class GetRelease(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>All releases of one procurement by its ocid, the oldest first; the last says how it stands.</summary>
    public async Task<IReadOnlyList<OcdsRelease>> ExecuteAsync(string ocid)
    {
        ArgumentNullException.ThrowIfNull(ocid);
        var prefix = $"{options.OcdsPrefix}-";
        var number = ocid.StartsWith(prefix, StringComparison.Ordinal) ? ocid[prefix.Length..] : "";
        var row = await db.ProcurementsFor(context.Actor).AsNoTracking()
            .SingleOrDefaultAsync(found => found.Number == number && found.Status != ProcurementStatus.Draft, context.Cancellation)
            ?? throw new NotFoundException(nameof(Procurement));
        var code = await db.Organisations.Where(owner => owner.Id == row.OwnerId).Select(owner => owner.CreditCode).SingleAsync(context.Cancellation);
        return OcdsReleases.HistoryOf(row, options.OcdsPrefix, code);
    }
}

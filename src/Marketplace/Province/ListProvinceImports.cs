using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Province;

/// <summary>An import in the operator's list.</summary>
public sealed record ProvinceImportRow(
    Guid Id, DateTimeOffset At, string ByName, int AgenciesAdded, int AgenciesChanged, int Awards, int Credits, IReadOnlyList<KeptConflict> Conflicts);

/// <summary>The imports of the province's data, the latest first, each with its conflicts.</summary>
public sealed class ListProvinceImports(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>A page of them.</summary>
    public Task<PagedList<ProvinceImportRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return db.ProvinceImports.AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
            .Select(row => new ProvinceImportRow(row.Id, row.At, row.ByName, row.AgenciesAdded, row.AgenciesChanged, row.Awards, row.Credits, row.Conflicts))
            .PageAsync(page, context.Cancellation);
    }
}

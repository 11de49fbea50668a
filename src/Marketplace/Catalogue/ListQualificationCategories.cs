using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>The categories of licences that published items ask for.</summary>
public sealed class ListQualificationCategories(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Each once, in order.</summary>
    public async Task<IReadOnlyList<string>> ExecuteAsync()
    {
        var items = await db.ServiceItemsFor(context.Actor).AsNoTracking().ToListAsync(context.Cancellation);
        return [.. items.SelectMany(item => item.Terms.RequiredQualification.Options).Select(option => option.Category).Distinct().Order(StringComparer.Ordinal)];
    }
}

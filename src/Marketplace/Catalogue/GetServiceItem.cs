using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>A published item with all its terms.</summary>
public sealed record ServiceItemDetails(
    Guid Id, long Version, int Edition, ServiceItemStatus Status, ServiceItemTerms Terms);

/// <summary>Reads one published service item.</summary>
public sealed class GetServiceItem(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The item in its published edition.</summary>
    public async Task<ServiceItemDetails> ExecuteAsync(string code)
    {
        var item = await db.ServiceItemsFor(context.Actor).AsNoTracking()
            .SingleOrDefaultAsync(row => row.Code == code, context.Cancellation)
            ?? throw new NotFoundException(nameof(ServiceItem));
        return new ServiceItemDetails(item.Id, item.Version, item.Edition, item.Status, item.Terms);
    }
}

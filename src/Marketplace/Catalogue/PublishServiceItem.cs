using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>Publishes a service item; an earlier edition of the same code is withdrawn.</summary>
public sealed class PublishServiceItem(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the id of the new edition.</summary>
    public async Task<Guid> ExecuteAsync(ServiceItemTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var editions = await db.ServiceItems.Where(row => row.Code == terms.Code).ToListAsync(context.Cancellation);
        foreach (var earlier in editions)
        {
            earlier.Withdraw();
        }

        var item = ServiceItem.Publish(terms, editions.Select(row => row.Edition).DefaultIfEmpty().Max() + 1, context);
        db.Add(item);
        return item.Id;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>Publishes editions: at once, or to begin on their first day. What runs keeps the edition under which it began.</summary>
internal sealed class Publishing(MarketplaceDbContext db, OperationContext context)
{
    public async Task<ServiceItem> PublishAsync(ServiceItemTerms terms)
    {
        var editions = await db.ServiceItems.Where(row => row.Code == terms.Code).ToListAsync(context.Cancellation);
        var item = ServiceItem.Publish(terms, editions.Select(row => row.Edition).DefaultIfEmpty().Max() + 1, context);
        foreach (var earlier in editions.Where(row => row.Status == ServiceItemStatus.Scheduled || item.Status == ServiceItemStatus.Published))
        {
            earlier.Withdraw();
        }

        db.Add(item);
        return item;
    }
}

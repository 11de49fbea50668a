using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Catalogue;

/// <summary>Publishes a service item; an earlier edition of the same code is withdrawn on its first day.</summary>
public sealed class PublishServiceItem(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the id of the new edition.</summary>
    public async Task<Guid> ExecuteAsync(ServiceItemTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return (await new Publishing(db, context).PublishAsync(terms)).Id;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Delivery;

/// <summary>Marks a message as opened.</summary>
public sealed class MarkInboxRead(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Opening it again changes nothing.</summary>
    public async Task<Guid> ExecuteAsync(Guid id)
    {
        var item = await db.InboxItemsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        item.Read(context);
        context.Changed(context.Actor.OrganisationId);
        return item.Id;
    }
}

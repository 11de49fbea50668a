using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>Stops a seal at once (停用).</summary>
public sealed class SuspendSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        seal.Expect(version).Suspend();
        return seal.Id;
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Agencies;

/// <summary>Keeps an agency from new work (暂停); work already taken goes on.</summary>
public sealed class SuspendAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Suspends at once.</summary>
    public async Task<Guid> ExecuteAsync(Guid agencyId, long version)
    {
        var agency = await db.AgenciesFor(context.Actor).FindOrThrowAsync(agencyId, context.Cancellation);
        agency.Expect(version).Suspend();
        return agency.Id;
    }
}

using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>The agency's manager entrusts its unit's seal to a further keeper.</summary>
public sealed class AppointKeeper(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.AppointKeepers;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, Guid userId)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        var person = (await db.KeepersAmongAsync(seal.AgencyId, [userId], context.Cancellation))[0];
        seal.Expect(version).Appoint(person, context);
        var journal = new Journal(db, context);
        journal.Notify(journal.Record(LedgerKind.KeeperAppointed, new Subject(SealId: seal.Id), seal.Text, person.Name), seal.AgencyId);
        return seal.Id;
    }
}

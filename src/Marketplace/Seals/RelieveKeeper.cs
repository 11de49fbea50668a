using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>The agency's manager ends a keeper's custody; two keepers must remain.</summary>
public sealed class RelieveKeeper(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.AppointKeepers;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, Guid keepingId, string reason)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        var ended = seal.Expect(version).Relieve(keepingId, reason, context);
        var journal = new Journal(db, context);
        var relieved = journal.Record(LedgerKind.KeeperRelieved, new Subject(SealId: seal.Id), seal.Text, ended.UserName, ended.EndReason!);
        journal.Notify(relieved, seal.AgencyId);
        return seal.Id;
    }
}

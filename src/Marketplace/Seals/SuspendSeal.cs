using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>Stops a seal at once, with the reason (停用).</summary>
public sealed class SuspendSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SuspendSeals;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, string reason)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        seal.Expect(version).Suspend(reason, context);
        var journal = new Journal(db, context);
        journal.Notify(journal.Record(LedgerKind.SealSuspended, new Subject(SealId: seal.Id), seal.Text, seal.SuspensionReason!), seal.AgencyId);
        return seal.Id;
    }
}

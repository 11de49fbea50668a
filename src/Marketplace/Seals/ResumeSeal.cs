using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>Lets a suspended seal be used again (恢复启用); one that the operator suspended only by the operator.</summary>
public sealed class ResumeSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SuspendSeals;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        seal.Expect(version).Resume(context);
        var journal = new Journal(db, context);
        journal.Notify(journal.Record(LedgerKind.SealResumed, new Subject(SealId: seal.Id), seal.Text), seal.AgencyId);
        return seal.Id;
    }
}

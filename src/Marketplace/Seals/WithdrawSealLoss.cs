using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>The operator - not the agency that reported it - withdraws a loss report with a reason: the seal stands as before and
/// the doubts about its results end; their holders are told.</summary>
public sealed class WithdrawSealLoss(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns how many results are no longer in doubt.</summary>
    public async Task<SealLossReceipt> ExecuteAsync(Guid sealId, long version, string reason)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        var loss = new SealLoss(db, context);
        var exposed = seal.LostSince is { } since ? await loss.ResultsSinceAsync(seal.Id, since) : [];
        seal.Expect(version).WithdrawLoss(reason, context);
        var journal = new Journal(db, context);
        journal.Notify(journal.Record(LedgerKind.SealLossWithdrawn, new Subject(SealId: seal.Id), seal.Text, reason.Trim()), seal.AgencyId);
        loss.Tell(LedgerKind.SealDoubtEnded, exposed, seal.Text, reason.Trim());
        return new SealLossReceipt(seal.Id, exposed.Count);
    }
}

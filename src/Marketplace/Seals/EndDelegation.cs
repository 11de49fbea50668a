using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>The keeper who delegated, or the manager, ends a delegation before its last day.</summary>
public sealed class EndDelegation(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.GuardSeals;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, Guid delegationId, string reason)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        var ended = seal.Expect(version).EndDelegation(delegationId, reason, context);
        if (ended.InPlaceOf != context.Actor.UserId && !context.Actor.ManagesSeals)
        {
            throw new RuleViolationException("not-your-keeping");
        }

        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.DelegationEnded, new Subject(SealId: seal.Id), seal.Text, ended.UserName, ended.EndReason!);
        journal.Notify(entry, seal.AgencyId);
        return seal.Id;
    }
}

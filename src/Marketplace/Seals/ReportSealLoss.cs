using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>What a loss report set off.</summary>
/// <param name="Affected">How many results were sealed since the suspected time.</param>
public sealed record SealLossReceipt(Guid SealId, int Affected);

/// <summary>Reports a seal lost (挂失): any keeper, its practitioner or the manager, at once. It can no longer be used, and what it
/// sealed since the suspected time needs a person's check; department and owner of each such result are told.</summary>
public sealed class ReportSealLoss(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.GuardSeals;

    /// <summary>Stops the seal. No version is asked for: a report is never too late for having been read too early.</summary>
    public async Task<SealLossReceipt> ExecuteAsync(Guid sealId, DateTimeOffset suspectedSince, string reason)
    {
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        if (!context.Actor.ManagesSeals && !seal.IsKeptBy(context.Actor.UserId, context.Today))
        {
            throw new RuleViolationException("not-your-seal", seal.Text);
        }

        seal.ReportLoss(suspectedSince, reason, context);
        var loss = new SealLoss(db, context);
        var exposed = await loss.ResultsSinceAsync(seal.Id, suspectedSince);
        var since = SealLoss.Say(suspectedSince);
        var journal = new Journal(db, context);
        var reported = journal.Record(
            LedgerKind.SealLost, new Subject(SealId: seal.Id), seal.Text, since, $"{exposed.Count}", seal.LossReason!);
        journal.Notify(reported, seal.AgencyId);
        loss.Tell(LedgerKind.SealInDoubt, exposed, seal.Text, since);
        return new SealLossReceipt(seal.Id, exposed.Count);
    }
}

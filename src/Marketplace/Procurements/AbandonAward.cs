using Market.Marketplace.Contracts;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The winner gives the award up (放弃中选): it loses credit and may not sign up for a while, and the next of the
/// fixed order follows.</summary>
public sealed class AbandonAward(MarketplaceDbContext db, OperationContext context, RulePack current) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Gives it up, with the reason that is published.</summary>
    public async Task ExecuteAsync(Guid procurementId, long version, string reason)
    {
        var procurement = await db.ProcurementsFor(context.Actor).FindOrThrowAsync(procurementId, context.Cancellation);
        procurement.Expect(version);
        if (procurement.WinnerId != context.Actor.Organisation)
        {
            throw new RuleViolationException("not-the-winner", procurement.Number);
        }

        var rules = procurement.RulePackCode is { } code ? RulePack.Named(code) : current;
        var name = procurement.WinnerName!;
        procurement.Abandon(reason, rules, context);
        db.Add(new AwardBar
        {
            Id = context.NewId(),
            AgencyId = context.Actor.Organisation,
            ProcurementId = procurement.Id,
            At = context.At,
            Until = context.At.AddMonths(rules.AbandonmentMonths.Value),
            Points = rules.AbandonmentPoints.Value,
        });
        await LapseContractAsync(procurement);
        await new NoticeOffice(db, context).LapseAsync(OfficialNoticeKind.Award, procurement.Id, $"{name}放弃中选");
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.AwardAbandoned, new Subject(procurement.Terms.ProjectId, ProcurementId: procurementId), procurement.Number, procurement.ServiceItemName,
            name, reason.Trim());
        journal.Notify(entry, procurement.OwnerId, procurement.WinnerId);
    }

    // What is signed is kept or ended by contract law, not by a button.
    private async Task LapseContractAsync(Procurement procurement)
    {
        var contract = await db.Contracts.SingleOrDefaultAsync(
            row => row.ProcurementId == procurement.Id && row.Status != ContractStatus.Lapsed, context.Cancellation);
        if (contract is { Status: ContractStatus.Concluded })
        {
            throw new RuleViolationException("contract-signed", contract.Number);
        }

        contract?.Lapse();
    }
}

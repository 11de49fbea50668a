using Market.Marketplace.Contracts;
using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>What giving an award up (放弃中选) brings with it: credit lost, no sign-up for a while, contract and award notice lapsed, the next in order.</summary>
internal sealed class AwardAbandonment(MarketplaceDbContext db, OperationContext context)
{
    public async Task AbandonAsync(Procurement procurement, Guid agency, string reason, RulePack rules)
    {
        var name = procurement.WinnerName!;
        procurement.Abandon(reason, rules, context);
        db.Add(new AwardBar
        {
            Id = context.NewId(),
            AgencyId = agency,
            ProcurementId = procurement.Id,
            At = context.At,
            Until = context.At.AddMonths(rules.AbandonmentMonths.Value),
            Points = rules.AbandonmentPoints.Value,
        });
        await LapseContractAsync(procurement);
        await new NoticeOffice(db, context).LapseAsync(OfficialNoticeKind.Award, procurement.Id, $"{name}放弃中选");
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.AwardAbandoned, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), procurement.Number, procurement.ServiceItemName,
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

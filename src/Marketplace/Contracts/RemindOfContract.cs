using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Contracts;

/// <summary>Warns before a contract is due, says in public that it is late, and reminds of its filing. Each happens once.</summary>
public sealed class RemindOfContract(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Does what is due; nothing when the procurement stands elsewhere by now.</summary>
    public async Task ExecuteAsync(Guid procurementId)
    {
        var ct = context.Cancellation;
        var procurement = await db.Procurements.SingleAsync(row => row.Id == procurementId, ct);
        if (procurement.Status != ProcurementStatus.Awarded || procurement.NextStepAt > context.At)
        {
            return;
        }

        var signed = await db.Contracts.AsNoTracking().AnyAsync(row => row.ProcurementId == procurementId && row.Status == ContractStatus.Concluded, ct);
        var kind = signed ? LedgerKind.FilingLate : context.At < procurement.ContractDueAt ? LedgerKind.ContractDueSoon : LedgerKind.ContractLate;
        procurement.Reminded(kind == LedgerKind.ContractDueSoon ? procurement.ContractDueAt : null);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            kind, new Subject(procurement.Terms.ProjectId, ProcurementId: procurement.Id), procurement.Number, procurement.ServiceItemName);
        journal.Notify(entry, procurement.OwnerId, signed ? null : procurement.WinnerId);
    }
}

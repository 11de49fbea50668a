using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Contracts;

/// <summary>The owner files the signed contract (备案): it gets a filing number, its main facts become public, and the procurement
/// is at its end.</summary>
public sealed class FileContract(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Returns the filing number (备案号).</summary>
    public async Task<string> ExecuteAsync(Guid contractId, long version)
    {
        var contract = (await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, context.Cancellation)).Expect(version);
        contract.File(context);
        var procurement = await db.Procurements.SingleAsync(row => row.Id == contract.ProcurementId, context.Cancellation);
        procurement.FileContract();
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ContractFiled, contract.Subject(), contract.Number, contract.ServiceItemName, contract.FilingNumber!);
        journal.Notify(entry, contract.OwnerId, contract.AgencyId);
        return contract.FilingNumber!;
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Contracts;

/// <summary>The winner agrees to the text as it was shown. The file is made now; agreeing is also the application to put the
/// unit's seal on it, which another person decides on by sealing.</summary>
public sealed class ConfirmContract(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Agrees.</summary>
    public async Task ExecuteAsync(Guid contractId, long version)
    {
        var contract = (await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, context.Cancellation)).Expect(version);
        using var pdf = new MemoryStream();
        var sealLine = ContractDocument.Write(pdf, contract, context.At);
        pdf.Position = 0;
        contract.Confirm(await blobs.PutAsync(pdf, context.Cancellation), sealLine, context);
        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.ContractAgreed, contract.Subject(), contract.Number, contract.ServiceItemName);
        journal.Notify(entry, contract.OwnerId, contract.AgencyId);
    }
}

/// <summary>The winner does not agree to a clause and says why.</summary>
public sealed class ReturnContract(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Returns the text to the owner.</summary>
    public async Task ExecuteAsync(Guid contractId, long version, string reason)
    {
        var contract = (await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, context.Cancellation)).Expect(version);
        contract.Return(reason);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.ContractReturned, contract.Subject(), contract.Number, contract.ServiceItemName, reason.Trim()), contract.OwnerId);
    }
}

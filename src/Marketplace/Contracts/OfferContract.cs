using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Contracts;

/// <summary>The owner draws up the contract and offers it to the winner, or offers another text. What differs from the award is
/// refused.</summary>
public sealed class OfferContract(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>Returns the contract's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid procurementId, ContractTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        var ct = context.Cancellation;
        var procurement = await db.ProcurementsOf(context.Actor).FindOrThrowAsync(procurementId, ct);
        var contract = await db.Contracts.SingleOrDefaultAsync(row => row.ProcurementId == procurementId && row.Status != ContractStatus.Lapsed, ct);
        if (contract is null)
        {
            var code = await db.Organisations.Where(row => row.Id == procurement.OwnerId).Select(row => row.CreditCode).SingleAsync(ct);
            contract = ServiceContract.Offer(procurement, terms, code, context);
            db.Add(contract);
        }
        else
        {
            contract.OfferAgain(procurement, terms, context);
        }

        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.ContractOffered, contract.Subject(), contract.Number, contract.ServiceItemName), contract.AgencyId);
        return contract.Id;
    }
}

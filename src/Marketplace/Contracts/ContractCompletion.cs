using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Contracts;

/// <summary>After a seal: what is on the file must be the seals of the sides and nothing else; with both, the contract is made.</summary>
internal sealed class ContractCompletion(MarketplaceDbContext db, OperationContext context, ContractSealing sealing)
{
    /// <summary>Verifies the file, and completes the contract when both sides have sealed.</summary>
    /// <exception cref="RuleViolationException">A seal does not prove what it should; nothing is kept then.</exception>
    public async Task TryAsync(ServiceContract contract, Stream file, string sealedBy)
    {
        file.Position = 0;
        Require(contract, await sealing.ValidateAsync(file, context.At, context.Cancellation));
        var journal = new Journal(db, context);
        var entry = journal.Record(LedgerKind.ContractSealed, contract.Subject(), contract.Number, contract.ServiceItemName, sealedBy);
        if (!contract.Sides.All(side => side.IsSealed))
        {
            journal.Notify(entry, contract.OwnerId, contract.AgencyId);
            return;
        }

        var procurement = await db.Procurements.SingleAsync(row => row.Id == contract.ProcurementId, context.Cancellation);
        contract.Complete(procurement.RulePackCode is { } code ? RulePack.Named(code) : throw new InvalidOperationException("An award has a rule pack."), context);
        procurement.AwaitFiling(contract.FileUntil!.Value);
        var signed = journal.Record(LedgerKind.ContractSigned, contract.Subject(), contract.Number, contract.ServiceItemName);
        journal.Notify(signed, contract.OwnerId, contract.AgencyId);
    }

    private static void Require(ServiceContract contract, SealFacts facts)
    {
        var expected = contract.Sides.Where(side => side.IsSealed).ToList();
        if (!facts.Readable || facts.Signatures.Count != expected.Count)
        {
            throw new RuleViolationException("contract-seal-count", expected.Count, facts.Signatures.Count);
        }

        foreach (var side in expected)
        {
            // The code in the certificate says whose seal it is; words on a picture do not.
            var seal = facts.Signatures.FirstOrDefault(row => row.OrganisationCode == side.CreditCode)
                ?? throw new RuleViolationException("contract-seal-other", side.Name, side.CreditCode);
            if (!seal.Intact || !seal.CoversWholeFile || seal.Trusted != true || seal.SignedAt is null)
            {
                throw new RuleViolationException("contract-seal-invalid", side.Name);
            }
        }
    }
}

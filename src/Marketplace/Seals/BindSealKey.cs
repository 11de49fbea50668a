using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>The agency's manager, or the keeper of an owner's seal, brings the key of a seal that was registered without one; it must be the certificate's.</summary>
public sealed class BindSealKey(MarketplaceDbContext db, OperationContext context, ISealKeyVault vault) : IOperation
{
    public static Permission Requires => Permission.BringSealKeys;

    /// <summary>Keys are opened and kept once.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, SealKeyImport key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var seal = (await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation)).Expect(version);
        using var certificate = SealCertificate.Load(seal.Certificate);
        using var opened = await vault.OpenImportAsync(key, certificate, context.Cancellation);
        if (!opened.Certificate.RawDataMemory.Span.SequenceEqual(seal.Certificate))
        {
            throw new RuleViolationException("key-mismatch", seal.Text);
        }

        seal.BindKey(await vault.KeepAsync(key, opened, context.Cancellation), context);
        new Journal(db, context).Record(LedgerKind.SealKeyBound, new Subject(SealId: seal.Id), seal.Text);
        return seal.Id;
    }
}

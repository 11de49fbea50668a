using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integrity;

/// <summary>Every seal that can still be used has its key, which can be decrypted with the keys of this installation.</summary>
internal sealed class SealKeyChecks(MarketplaceDbContext db, ISealKeyVault vault, IntegrityRun run, bool fast, CancellationToken ct)
{
    public async Task RunAsync()
    {
        var seals = await db.Seals.AsNoTracking().IgnoreAutoIncludes().Where(seal => seal.KeyReference != "")
            .Select(seal => new { seal.Id, seal.KeyReference, seal.Status, seal.Certificate }).ToListAsync(ct);
        run.Rows += seals.Count;
        var kept = vault.List().ToHashSet(StringComparer.Ordinal);
        foreach (var (seal, index) in seals.Select((seal, index) => (seal, index)))
        {
            if (seal.Status != SealStatus.Replaced && !kept.Contains(seal.KeyReference) && !vault.List().Contains(seal.KeyReference))
            {
                run.Add(FindingKind.SealKeyMissing, "Seals", seal.Id, seal.KeyReference);
            }
            else if (!fast && kept.Contains(seal.KeyReference) && !await vault.IsKeyOfAsync(seal.KeyReference, seal.Certificate, ct))
            {
                run.Add(FindingKind.SealKeyUnreadable, "Seals", seal.Id, seal.KeyReference);
            }

            run.Show("keys", index + 1, seals.Count);
        }

        foreach (var reference in kept.Except(seals.Select(seal => seal.KeyReference)))
        {
            run.Add(FindingKind.SealKeyUnused, "seal-keys", reference);
        }
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;

namespace Market.Marketplace.Integrity;

/// <summary>Holds the whole store against itself (<c>fsck</c>): rows, files, digests, outbox, feeds and keys. It changes nothing and may run
/// beside the working program.</summary>
public sealed class CheckIntegrity(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, ISealKeyVault vault) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Looks at everything; <paramref name="fast"/> leaves out reading the files and decrypting the keys.</summary>
    public async Task<IntegrityReport> ExecuteAsync(bool fast, Progress? progress = null)
    {
        var run = new IntegrityRun(progress);
        var files = new FileChecks(db, blobs, run, fast, context.Cancellation);

        // A database that is itself damaged cannot be asked for more.
        foreach (var fault in await DatabaseSoundness.FaultsAsync(db, fast, context.Cancellation))
        {
            run.Add(FindingKind.DatabaseDamaged, db.Database.ProviderName ?? "", fault);
        }

        if (run.Findings.Count == 0)
        {
            await new RelationChecks(db, run, context.Cancellation).RunAsync();
            await new DeliveryChecks(db, context, run).RunAsync();
            await new FeedChecks(db, context, run).RunAsync();
            await new SealKeyChecks(db, vault, run, fast, context.Cancellation).RunAsync();
            await files.RunAsync();
        }

        return new IntegrityReport(context.At, run.Rows, files.Files, files.Bytes, files.Hashed, run.Findings);
    }
}

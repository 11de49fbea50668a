using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Integrity;

/// <summary>What a collection did.</summary>
/// <param name="Kept">Blobs that are needed or too young.</param>
/// <param name="Removed">Blobs deleted.</param>
/// <param name="RemovedBytes">What they held.</param>
/// <param name="Temporary">Temporary files deleted.</param>
public sealed record GarbageReport(long Kept, long Removed, long RemovedBytes, long Temporary);

/// <summary>Deletes blobs that no row needs (<c>gc</c>), such as the file of an operation that was refused after it was written. A blob is
/// deleted only when no row names it, none came to name it when it had been taken aside, and nobody stored its bytes for the time of grace.</summary>
public sealed class CollectGarbage(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    /// <summary>Longer than any operation between its file and its row.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Collects; a dry run only counts.</summary>
    public async Task<GarbageReport> ExecuteAsync(TimeSpan grace, bool dryRun = false, Progress? progress = null)
    {
        var ct = context.Cancellation;
        var before = context.At - grace;

        // The files first: what is stored and named after this is not among them.
        var old = new List<StoreEntry>();
        long kept = 0;
        foreach (var entry in blobs.List())
        {
            ct.ThrowIfCancellationRequested();
            if (entry.Kind == StoreEntryKind.Leaving || (entry.Kind != StoreEntryKind.Foreign && entry.StoredAt <= before))
            {
                old.Add(entry);
            }
            else
            {
                kept += entry.Kind == StoreEntryKind.Blob ? 1 : 0;
            }
        }

        var needed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in BlobReferences.ReadAsync(db).WithCancellation(ct))
        {
            needed.Add(row.Sha256);
        }

        var (removed, bytes, temporary) = (0L, 0L, 0L);
        foreach (var (entry, index) in old.Select((entry, index) => (entry, index)))
        {
            ct.ThrowIfCancellationRequested();
            progress?.Invoke("files", index + 1, old.Count);
            if (entry.Kind == StoreEntryKind.Temporary)
            {
                Remove(entry, dryRun);
                temporary++;
            }
            else if (entry.Kind == StoreEntryKind.Blob && needed.Contains(entry.Sha256!))
            {
                kept++;
            }
            else if (dryRun || await blobs.ReclaimAsync(entry.Sha256!, before, () => BlobReferences.IsNeededAsync(db, entry.Sha256!, ct)))
            {
                removed++;
                bytes += entry.Size;
            }
            else
            {
                kept++;
            }
        }

        return new GarbageReport(kept, removed, bytes, temporary);
    }

    private void Remove(StoreEntry entry, bool dryRun)
    {
        if (!dryRun)
        {
            blobs.RemoveLeftover(entry);
        }
    }
}

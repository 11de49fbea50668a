using System.Collections.Concurrent;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;

namespace Market.Marketplace.Backups;

/// <summary>Copies the blobs that a store has and another has not, each held against its digest on the way.</summary>
internal sealed class BlobCopy(IBlobStore from, IBlobStore to, Progress? progress)
{
    private const int AtOnce = 4;
    private const int ProgressEvery = 32;
    private readonly ConcurrentDictionary<string, long> _there = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _damaged = new(StringComparer.Ordinal);
    private HashSet<string> _wanted = [];
    private bool _isListed;
    private long _copied;
    private long _copiedBytes;

    public long Count => _there.Count;

    public long Bytes => _there.Values.Sum();

    public long Copied => _copied;

    public long CopiedBytes => _copiedBytes;

    public IReadOnlyList<string> Damaged => [.. _damaged.Keys.Order(StringComparer.Ordinal)];

    public async Task RunAsync(CancellationToken ct)
    {
        if (!_isListed)
        {
            foreach (var entry in to.List().Where(entry => entry.Kind == StoreEntryKind.Blob))
            {
                _there[entry.Sha256!] = entry.Size;
            }

            _isListed = true;
        }

        var found = from.List().Where(entry => entry.Kind == StoreEntryKind.Blob).ToList();
        _wanted = [.. found.Select(entry => entry.Sha256!)];
        var missing = found.Where(entry => !_there.TryGetValue(entry.Sha256!, out var size) || size != entry.Size).ToList();
        long done = 0;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (entry, stop) =>
        {
            await CopyAsync(entry, stop);
            if (Interlocked.Increment(ref done) % ProgressEvery == 0)
            {
                progress?.Invoke("blobs", done, missing.Count);
            }
        });
        progress?.Invoke("blobs", missing.Count, missing.Count);
    }

    /// <summary>Deletes what the source has no longer: what was erased must not live on in its copies.</summary>
    public async Task RemoveGoneAsync()
    {
        foreach (var gone in _there.Keys.Where(sha256 => !_wanted.Contains(sha256)).ToList())
        {
            await DeleteAsync(gone);
            _there.TryRemove(gone, out _);
        }
    }

    private async ValueTask CopyAsync(StoreEntry entry, CancellationToken ct)
    {
        StoredBlob stored;
        try
        {
            await using var bytes = from.OpenRead(entry.Sha256!);
            stored = await to.PutAsync(bytes, ct);
        }
        catch (FileNotFoundException)
        {
            // Collected or erased since the listing.
            return;
        }

        if (stored.Sha256 != entry.Sha256)
        {
            _damaged[entry.Sha256!] = true;
            await DeleteAsync(stored.Sha256);
            return;
        }

        _there[stored.Sha256] = stored.Size;
        Interlocked.Increment(ref _copied);
        Interlocked.Add(ref _copiedBytes, stored.Size);
    }

    private Task<bool> DeleteAsync(string sha256) => to.ReclaimAsync(sha256, DateTimeOffset.MaxValue, () => Task.FromResult(false));
}

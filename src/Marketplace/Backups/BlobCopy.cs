using System.Collections.Concurrent;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;

namespace Market.Marketplace.Backups;

/// <summary>Copies the blobs that a store has and another has not, each held against its digest on the way. It may be begun again and again, and
/// then looks only at what has changed.</summary>
internal sealed class BlobCopy(IBlobStore from, IBlobStore to)
{
    private const int AtOnce = 4;
    private const int ProgressEvery = 32;
    private readonly IBlobListing _source = from.OpenListing();
    private readonly IBlobListing _target = to.OpenListing();
    private readonly ConcurrentDictionary<string, long> _there = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _damaged = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, long> _wanted = new Dictionary<string, long>();
    private long _copied;
    private long _copiedBytes;

    public long Count => _there.Count;

    public long Bytes => _there.Values.Sum();

    public long Copied => _copied;

    public long CopiedBytes => _copiedBytes;

    public IReadOnlyList<string> Damaged => [.. _damaged.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Looks at what the copy has, and counts anew.</summary>
    public void Begin()
    {
        (_copied, _copiedBytes) = (0, 0);
        _damaged.Clear();
        _there.Clear();
        foreach (var (sha256, size) in _target.Refresh())
        {
            _there[sha256] = size;
        }
    }

    public async Task RunAsync(Progress? progress, CancellationToken ct)
    {
        _wanted = _source.Refresh();
        var missing = _wanted.Where(blob => !_there.TryGetValue(blob.Key, out var size) || size != blob.Value).Select(blob => blob.Key).ToList();
        long done = 0;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (sha256, stop) =>
        {
            await CopyAsync(sha256, stop);
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
        foreach (var gone in _there.Keys.Where(sha256 => !_wanted.ContainsKey(sha256)).ToList())
        {
            await DeleteAsync(gone);
            _there.TryRemove(gone, out _);
        }
    }

    private async ValueTask CopyAsync(string sha256, CancellationToken ct)
    {
        StoredBlob stored;
        try
        {
            await using var bytes = from.OpenRead(sha256);
            stored = await to.PutAsync(bytes, ct);
        }
        catch (FileNotFoundException)
        {
            // Collected or erased since the listing.
            return;
        }

        if (stored.Sha256 != sha256)
        {
            _damaged[sha256] = true;
            await DeleteAsync(stored.Sha256);
            return;
        }

        _there[stored.Sha256] = stored.Size;
        Interlocked.Increment(ref _copied);
        Interlocked.Add(ref _copiedBytes, stored.Size);
    }

    private Task<bool> DeleteAsync(string sha256) => to.ReclaimAsync(sha256, DateTimeOffset.MaxValue, () => Task.FromResult(false));
}

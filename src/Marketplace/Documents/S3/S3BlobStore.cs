using System.Security.Cryptography;

namespace Market.Marketplace.Documents.S3;

/// <summary>A blob store in a bucket, for nodes that share no disk. An object is there whole or not at all, and the server holds it against
/// its digest. A deletion sets a mark first: whoever stores the same bytes meanwhile sees it and stores them again afterwards.</summary>
public sealed class S3BlobStore : IBlobStore, IDisposable
{
    private const int BufferSize = 128 * 1024;
    private const string Marks = "leaving/";
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a mark is waited for; a collector that was killed leaves its own.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly S3Client _client;
    private readonly TimeProvider _clock;

    /// <summary>Opens the store; nothing is asked of it yet.</summary>
    public S3BlobStore(S3Options options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _client = new S3Client(options);
        _clock = clock;
    }

    /// <inheritdoc />
    public Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return WriteAsync(output => content.CopyToAsync(output, BufferSize, ct), ct);
    }

    /// <inheritdoc />
    public async Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        await using var file = Temporary();
        StoredBlob blob;
        await using (var digested = new DigestingStream(file))
        {
            await write(digested);
            blob = digested.Finish();
        }

        if (_client.Head(KeyOf(blob.Sha256)) is not { } there || there.Size != blob.Size || there.ModifiedAt < _clock.GetUtcNow() - Fresh)
        {
            await SendAsync(file, blob, ct);
        }

        if (_client.Head(Marks + blob.Sha256) is not null)
        {
            await WaitForMarkAsync(blob.Sha256, ct);
            await SendAsync(file, blob, ct);
        }
        else if (_client.Head(KeyOf(blob.Sha256)) is null)
        {
            // The deletion had begun before the first look and ended before the one for its mark.
            await SendAsync(file, blob, ct);
        }

        return blob;
    }

    /// <inheritdoc />
    public Stream OpenRead(string sha256)
    {
        var file = Temporary();
        try
        {
            if (!_client.Get(KeyOf(sha256), file))
            {
                throw new FileNotFoundException("No such blob.", sha256);
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public long? SizeOf(string sha256) => _client.Head(KeyOf(sha256))?.Size;

    /// <inheritdoc />
    public async Task<bool> ReclaimAsync(string sha256, DateTimeOffset unlessStoredAfter, Func<Task<bool>> isNeeded)
    {
        ArgumentNullException.ThrowIfNull(isNeeded);
        if (_client.Head(KeyOf(sha256)) is not { } before)
        {
            return true;
        }

        if (before.ModifiedAt > unlessStoredAfter)
        {
            return false;
        }

        await _client.PutAsync(Marks + sha256, new MemoryStream([]), SHA256.HashData([]), CancellationToken.None);
        try
        {
            // Stored before the mark was there: seen here. Stored later: the mark was seen there.
            if (_client.Head(KeyOf(sha256)) is { } now && (now.ModifiedAt > unlessStoredAfter || await isNeeded()))
            {
                return false;
            }

            _client.Delete(KeyOf(sha256));
            return true;
        }
        finally
        {
            _client.Delete(Marks + sha256);
        }
    }

    /// <inheritdoc />
    public IEnumerable<StoreEntry> List() => _client.List().Select(found =>
    {
        var name = found.Key[(found.Key.LastIndexOf('/') + 1)..];
        var kind = found.Key.StartsWith(Marks, StringComparison.Ordinal) || name.StartsWith('.') ? StoreEntryKind.Temporary
            : BlobAddress.IsValid(name) && found.Key == KeyOf(name) ? StoreEntryKind.Blob
            : StoreEntryKind.Foreign;
        return new StoreEntry(found.Key, kind, kind == StoreEntryKind.Blob ? name : null, found.Size, found.ModifiedAt);
    });

    /// <inheritdoc />
    public void RemoveLeftover(StoreEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Kind == StoreEntryKind.Temporary)
        {
            _client.Delete(entry.Path);
        }
    }

    /// <inheritdoc />
    public async Task ProbeAsync(CancellationToken ct = default)
    {
        var key = $"incoming/.probe-{Guid.CreateVersion7(_clock.GetUtcNow()):N}";
        byte[] probe = [1];
        await _client.PutAsync(key, new MemoryStream(probe), SHA256.HashData(probe), ct);
        _client.Delete(key);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task SendAsync(FileStream file, StoredBlob blob, CancellationToken ct)
    {
        file.Position = 0;
        await _client.PutAsync(KeyOf(blob.Sha256), file, Convert.FromHexString(blob.Sha256), ct);
    }

    private async Task WaitForMarkAsync(string sha256, CancellationToken ct)
    {
        var began = _clock.GetTimestamp();
        while (_client.Head(Marks + sha256) is not null && _clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pause, ct);
        }
    }

    private static FileStream Temporary() => new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize,
        FileOptions.DeleteOnClose | FileOptions.Asynchronous);

    private static string KeyOf(string sha256)
    {
        BlobAddress.Require(sha256);
        return $"{sha256[..2]}/{sha256[2..4]}/{sha256}";
    }
}

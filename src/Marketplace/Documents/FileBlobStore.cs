using System.Buffers;

namespace Market.Marketplace.Documents;

/// <summary>A blob store in a directory: temporary file, flush to disk, rename, flush the directory.</summary>
public sealed class FileBlobStore : IBlobStore
{
    private const int BufferSize = 128 * 1024;
    private readonly string _root;
    private readonly string _temporary;
    private readonly string _leaving;
    private readonly TimeProvider _clock;
    private readonly BlobDisk _disk;

    /// <summary>Opens or makes the store.</summary>
    public FileBlobStore(string directory, TimeProvider clock)
        : this(directory, clock, new BlobDisk())
    {
    }

    internal FileBlobStore(string directory, TimeProvider clock, BlobDisk disk)
    {
        (_clock, _disk) = (clock, disk);
        _root = Directory.CreateDirectory(directory).FullName;
        _temporary = Directory.CreateDirectory(Path.Combine(_root, "incoming")).FullName;
        _leaving = Directory.CreateDirectory(Path.Combine(_root, "leaving")).FullName;
    }

    /// <summary>A store whose caller flushes the whole disk when all blobs are in it; until then nothing in it is durable.</summary>
    internal static FileBlobStore InBulk(string directory, TimeProvider clock) => new(directory, clock, new UnflushedDisk());

    /// <inheritdoc />
    public Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return StoreAsync(output => CopyAsync(content, output, ct));
    }

    /// <inheritdoc />
    public Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return StoreAsync(write);
    }

    /// <inheritdoc />
    public Stream OpenRead(string sha256)
    {
        var path = PathOf(sha256);
        try
        {
            return Open(path);
        }
        catch (FileNotFoundException)
        {
            // Taken aside a moment ago, perhaps to be put back.
            return File.Exists(LeavingPathOf(sha256)) ? Open(LeavingPathOf(sha256)) : Open(path);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new FileNotFoundException(e.Message, path, e);
        }
    }

    /// <inheritdoc />
    public long? SizeOf(string sha256) => SizeAt(PathOf(sha256)) ?? SizeAt(LeavingPathOf(sha256)) ?? SizeAt(PathOf(sha256));

    /// <inheritdoc />
    public async Task<bool> ReclaimAsync(string sha256, DateTimeOffset unlessStoredAfter, Func<Task<bool>> isNeeded)
    {
        ArgumentNullException.ThrowIfNull(isNeeded);
        var (path, aside) = (PathOf(sha256), LeavingPathOf(sha256));
        try
        {
            if (File.Exists(path))
            {
                if (File.GetLastWriteTimeUtc(path) > unlessStoredAfter)
                {
                    return false;
                }

                // Whoever stores the same bytes now either touched the file before it left its place, which is looked at below,
                // or finds the place empty and fills it.
                File.Move(path, aside, overwrite: true);
            }
            else if (!File.Exists(aside))
            {
                return true;
            }

            if (File.GetLastWriteTimeUtc(aside) > unlessStoredAfter || await isNeeded())
            {
                File.Move(aside, path, overwrite: true);
                DirectoryFlush.Flush(Path.GetDirectoryName(path)!);
                return false;
            }

            File.Delete(aside);
            return !File.Exists(path);
        }
        catch (FileNotFoundException)
        {
            // Another node collects at the same time; it finishes what it began.
            return false;
        }
    }

    /// <inheritdoc />
    public IEnumerable<StoreEntry> List()
    {
        foreach (var file in new DirectoryInfo(_root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Refresh();
            if (file.Exists)
            {
                var kind = KindOf(file);
                yield return new StoreEntry(
                    Path.GetRelativePath(_root, file.FullName), kind,
                    kind is StoreEntryKind.Blob or StoreEntryKind.Leaving ? file.Name : null, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
            }
        }
    }

    /// <inheritdoc />
    public IBlobListing OpenListing() => new FolderListing(_root, _clock);

    /// <inheritdoc />
    public void RemoveLeftover(StoreEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Kind == StoreEntryKind.Temporary)
        {
            File.Delete(Path.Combine(_root, entry.Path));
        }
    }

    /// <inheritdoc />
    public async Task ProbeAsync(CancellationToken ct = default)
    {
        var probe = Path.Combine(_temporary, $".probe-{Guid.CreateVersion7(_clock.GetUtcNow()):N}");
        try
        {
            await using (var file = _disk.Create(probe))
            {
                await file.WriteAsync(new byte[] { 1 }, ct);
            }

            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreUnavailableException.Of(e);
        }
    }

    private async Task<StoredBlob> StoreAsync(Func<Stream, Task> write)
    {
        var temporary = Path.Combine(_temporary, Path.GetRandomFileName());
        try
        {
            var blob = await WriteTemporaryAsync(temporary, write);
            Place(temporary, blob);
            return blob;
        }
        finally
        {
            Discard(temporary);
        }
    }

    /// <summary>What the writer itself cannot read is its own fault; everything else that fails here is the store's.</summary>
    private async Task<StoredBlob> WriteTemporaryAsync(string path, Func<Stream, Task> write)
    {
        try
        {
            await using var file = _disk.Create(path);
            await using var digested = new DigestingStream(file);
            await write(digested);
            _disk.Flush(file);
            return digested.Finish();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreUnavailableException.Of(e);
        }
    }

    private void Place(string temporary, StoredBlob blob)
    {
        var path = PathOf(blob.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            if (!TryKeep(path, blob.Size))
            {
                Directory.CreateDirectory(folder);
                File.SetLastWriteTimeUtc(temporary, _clock.GetUtcNow().UtcDateTime);
                _disk.Move(temporary, path);
            }

            // The file's name, and the names of folders that are new, must be on disk before the row that needs them - also when
            // another writer gave the name and has not come to this yet.
            _disk.FlushDirectory(folder);
            _disk.FlushDirectory(Path.GetDirectoryName(folder)!);
            _disk.FlushDirectory(_root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreUnavailableException.Of(e);
        }
    }

    /// <summary>Keeps the copy that is there, if it is whole, and says that it is wanted again; false when there is none.</summary>
    private bool TryKeep(string path, long size)
    {
        try
        {
            if (SizeAt(path) != size)
            {
                return false;
            }

            File.SetLastWriteTimeUtc(path, _clock.GetUtcNow().UtcDateTime);
            return File.Exists(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    // A leftover is found by the nightly collection; it must not hide why the write failed.
    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static async Task CopyAsync(Stream content, Stream output, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);

    private static long? SizeAt(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    private StoreEntryKind KindOf(FileInfo file) =>
        file.DirectoryName == _temporary || file.Name.StartsWith('.') ? StoreEntryKind.Temporary
        : !BlobAddress.IsValid(file.Name) ? StoreEntryKind.Foreign
        : file.DirectoryName == _leaving ? StoreEntryKind.Leaving
        : file.FullName == PathOf(file.Name) ? StoreEntryKind.Blob
        : StoreEntryKind.Foreign;

    private string LeavingPathOf(string sha256) => Path.Combine(_leaving, sha256);

    private string PathOf(string sha256)
    {
        BlobAddress.Require(sha256);
        return Path.Combine(_root, sha256[..2], sha256[2..4], sha256);
    }

    private sealed class UnflushedDisk : BlobDisk
    {
        public override void Flush(Stream file)
        {
        }

        public override void FlushDirectory(string directory)
        {
        }
    }
}

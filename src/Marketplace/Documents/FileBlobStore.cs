using System.Buffers;
using System.Security.Cryptography;

namespace Market.Marketplace.Documents;

/// <summary>A blob store in a directory: temporary file, flush to disk, rename, flush the directory.</summary>
public sealed class FileBlobStore : IBlobStore
{
    private const int BufferSize = 128 * 1024;
    private readonly string _root;
    private readonly string _temporary;

    /// <summary>Opens or makes the store.</summary>
    public FileBlobStore(string directory)
    {
        _root = Directory.CreateDirectory(directory).FullName;
        _temporary = Directory.CreateDirectory(Path.Combine(_root, "incoming")).FullName;
    }

    /// <inheritdoc />
    public Task<StoredBlob> PutAsync(Stream content, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        return StoreAsync(path => CopyAsync(content, path, ct));
    }

    /// <inheritdoc />
    public Task<StoredBlob> WriteAsync(Func<Stream, Task> write, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return StoreAsync(async path =>
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using var digested = new DigestingStream(file);
            await write(digested);
            file.Flush(flushToDisk: true);
            return digested.Finish();
        });
    }

    /// <inheritdoc />
    public Stream OpenRead(string sha256) =>
        new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, useAsync: true);

    /// <inheritdoc />
    public long? SizeOf(string sha256) => new FileInfo(PathOf(sha256)) is { Exists: true } file ? file.Length : null;

    /// <inheritdoc />
    public void Delete(string sha256)
    {
        if (SizeOf(sha256) is not null)
        {
            File.Delete(PathOf(sha256));
        }
    }

    private async Task<StoredBlob> StoreAsync(Func<string, Task<StoredBlob>> write)
    {
        var temporary = Path.Combine(_temporary, Path.GetRandomFileName());
        try
        {
            var blob = await write(temporary);
            var path = PathOf(blob.Sha256);
            if (!File.Exists(path))
            {
                var folder = Path.GetDirectoryName(path)!;
                Directory.CreateDirectory(folder);
                File.Move(temporary, path, overwrite: true);
                // The file's name, and the names of folders that are new, must be on disk before the row that needs them.
                DirectoryFlush.Flush(folder);
                DirectoryFlush.Flush(Path.GetDirectoryName(folder)!);
                DirectoryFlush.Flush(_root);
            }

            return blob;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<StoredBlob> CopyAsync(Stream content, string path, CancellationToken ct)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            long size = 0;
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; size += read)
            {
                digest.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }

            file.Flush(flushToDisk: true);
            return new StoredBlob(Convert.ToHexStringLower(digest.GetHashAndReset()), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private string PathOf(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal digits.", nameof(sha256));
        }

        return Path.Combine(_root, sha256[..2], sha256[2..4], sha256);
    }
}

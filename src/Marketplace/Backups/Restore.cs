using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Persistence;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Backups;

/// <summary>Puts a backup into a blank installation: keys, blobs and at last the database. Nothing that is there is overwritten.</summary>
public sealed class Restore(IServiceProvider services, MarketplaceOptions options, TimeProvider clock)
{
    /// <summary>Restores; returns how many blobs were copied. Afterwards <c>fsck</c> holds everything against each other.</summary>
    /// <exception cref="BackupRefusedException">The backup is not whole, or the place is not blank.</exception>
    public async Task<long> RunAsync(string directory, Progress? progress = null, CancellationToken ct = default)
    {
        var root = Path.GetFullPath(directory).TrimEnd(Path.DirectorySeparatorChar);
        var manifest = BackupManifest.Read(root) ?? throw new BackupRefusedException(BackupRefusal.NoManifest, root);
        if (manifest.Format != BackupManifest.CurrentFormat)
        {
            throw new BackupRefusedException(BackupRefusal.UnknownFormat, $"{manifest.Format}");
        }

        if (manifest.Database is not null && manifest.Provider != options.Provider.ToString())
        {
            throw new BackupRefusedException(BackupRefusal.OtherProvider, manifest.Provider);
        }

        RequireBlank(options.DataDirectory);
        var database = manifest.Database is { } copy ? BackupFolder.Require(root, copy) : null;
        var keys = manifest.Keys.Select(key => (key.Path, From: BackupFolder.Require(root, key))).ToList();
        foreach (var (path, from) in keys)
        {
            BackupFolder.Copy(from, Path.Combine(options.DataDirectory, Path.GetRelativePath(BackupFolder.Keys, path)));
        }

        var count = await RestoreBlobsAsync(root, manifest, progress, ct);
        if (database is not null)
        {
            await using var scope = services.CreateAsyncScope();
            await DatabaseCopy.RestoreAsync(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>(), database, ct);
        }

        return count;
    }

    private async Task<long> RestoreBlobsAsync(string root, BackupManifest manifest, Progress? progress, CancellationToken ct)
    {
        var source = new FileBlobStore(Path.Combine(root, BackupFolder.Blobs), clock);
        var blobs = services.GetRequiredService<IBlobStore>();

        // A new installation has no one who waits for a single file: all are written, then all are flushed at once.
        var target = blobs is FileBlobStore ? FileBlobStore.InBulk(Path.Combine(options.DataDirectory, "blobs"), clock) : blobs;
        var copy = new BlobCopy(source, target);
        copy.Begin();
        await copy.RunAsync(progress, ct);
        DirectoryFlush.FlushAll();
        return copy.Count < manifest.Blobs || copy.Damaged.Count > 0
            ? throw new BackupRefusedException(BackupRefusal.Damaged, copy.Damaged is [var first, ..] ? first : BackupFolder.Blobs)
            : copy.Count;
    }

    private static void RequireBlank(string directory)
    {
        if (Directory.Exists(directory) && Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).FirstOrDefault() is { } there)
        {
            throw new BackupRefusedException(BackupRefusal.NotBlank, there);
        }
    }
}

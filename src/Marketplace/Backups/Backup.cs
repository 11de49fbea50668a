using System.Globalization;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Backups;

/// <summary>What one backup did.</summary>
/// <param name="Manifest">What the backup holds now.</param>
/// <param name="CopiedBlobs">How many blobs it did not have yet.</param>
/// <param name="CopiedBytes">What they hold.</param>
/// <param name="Damaged">Addresses of blobs that are damaged in the store itself and were not copied.</param>
public sealed record BackupReport(BackupManifest Manifest, long CopiedBlobs, long CopiedBytes, IReadOnlyList<string> Damaged);

/// <summary>Copies the whole store into a directory while the program works: blobs, a consistent copy of the database, keys, and the manifest
/// last. A second backup into the same directory copies what is new. Blobs are copied before and after the database, so that every record of the
/// copy finds its file: what is in the store before its record is (also for files whose content is erased in between).</summary>
public sealed class Backup(IServiceProvider services, MarketplaceOptions options, IBlobStore blobs, TimeProvider clock)
{
    /// <summary>How many copies of the database stay: the one before is good until the manifest names the new one.</summary>
    private const int KeptDatabases = 2;

    /// <summary>The backup before, if it may be repeated: what it has read of both stores need not be read again.</summary>
    private Followed? _followed;

    /// <summary>Begins or continues a backup in a directory.</summary>
    /// <exception cref="BackupRefusedException">The database cannot be copied from here.</exception>
    /// <exception cref="StoreUnavailableException">The directory cannot be written to.</exception>
    public async Task<BackupReport> TakeAsync(string directory, bool filesOnly = false, Progress? progress = null, CancellationToken ct = default)
    {
        var root = Directory.CreateDirectory(directory).FullName;
        var takenAt = clock.GetUtcNow();
        var followed = Interlocked.Exchange(ref _followed, null);
        var copy = followed?.Root == root ? followed.Copy : new BlobCopy(blobs, new FileBlobStore(Path.Combine(root, BackupFolder.Blobs), clock));
        copy.Begin();
        await copy.RunAsync(progress, ct);
        var database = filesOnly ? null : await CopyDatabaseAsync(root, takenAt, ct);
        await copy.RunAsync(progress, ct);
        await copy.RemoveGoneAsync();
        var keys = BackupFolder.KeyFolders
            .SelectMany(folder => BackupFolder.Mirror(Path.Combine(options.DataDirectory, folder), root, Path.Combine(BackupFolder.Keys, folder))).ToList();
        var manifest = new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            TakenAt = takenAt,
            Provider = options.Provider.ToString(),
            Migration = await LastMigrationAsync(ct),
            Database = database,
            Keys = keys,
            Blobs = copy.Count,
            BlobBytes = copy.Bytes,
        };
        manifest.Write(root);
        RemoveOldDatabases(root);
        _followed = new Followed(root, copy);
        return new BackupReport(manifest, copy.Copied, copy.CopiedBytes, copy.Damaged);
    }

    private async Task<BackupFile> CopyDatabaseAsync(string root, DateTimeOffset takenAt, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var folder = Directory.CreateDirectory(Path.Combine(root, BackupFolder.Database)).FullName;
        var name = takenAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture) + DatabaseCopy.EndingOf(db);
        var path = Path.Combine(folder, name);
        await DatabaseCopy.TakeAsync(db, path + ".new", ct);
        using (var file = new FileStream(path + ".new", FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path);
        DirectoryFlush.Flush(folder);
        return BackupFolder.Describe(root, path);
    }

    private async Task<string> LastMigrationAsync(CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        return (await db.Database.GetAppliedMigrationsAsync(ct)).LastOrDefault() ?? "";
    }

    private static void RemoveOldDatabases(string root)
    {
        var folder = Path.Combine(root, BackupFolder.Database);
        if (Directory.Exists(folder))
        {
            // Names begin with their time.
            foreach (var old in Directory.EnumerateFiles(folder).OrderDescending(StringComparer.Ordinal).Skip(KeptDatabases))
            {
                File.Delete(old);
            }
        }
    }

    private sealed record Followed(string Root, BlobCopy Copy);
}

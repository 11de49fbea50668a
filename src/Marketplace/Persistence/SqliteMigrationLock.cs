using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Persistence;

/// <summary>Lets one process at a time migrate a SQLite database. Entity Framework takes a row for its lock, which stays when the
/// process is killed, and every later start would wait for it for ever. A locked file is free as soon as its process has
/// ended; so whoever holds it knows that a row that is there has no owner.</summary>
internal static class SqliteMigrationLock
{
    private const string Suffix = "-migrating";
    private const string Row = "__EFMigrationsLock";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until no other process migrates, and takes away a lock that was left behind. Disposing ends it.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(MarketplaceDbContext db, CancellationToken ct)
    {
        var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        var alone = await LockAsync(file + Suffix, ct);
        var isThere = await db.Database.SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = {Row}").SingleAsync(ct) > 0;
        if (isThere)
        {
            await db.Database.ExecuteSqlRawAsync($"DELETE FROM {Row}", ct);
        }

        return alone;
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, ct);
            }
        }
    }
}

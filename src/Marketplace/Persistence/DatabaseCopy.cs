using System.Diagnostics;
using Market.Marketplace.Backups;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Market.Marketplace.Persistence;

/// <summary>A consistent copy of a database while others write. SQLite: <c>VACUUM INTO</c>; PostgreSQL: <c>pg_dump</c>; SQL Server
/// writes its backups on its own machine, which is its administrator's business.</summary>
internal static class DatabaseCopy
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static string EndingOf(MarketplaceDbContext db) => db is SqliteMarketplaceDbContext ? ".db" : ".pgdump";

    /// <exception cref="BackupRefusedException">It cannot be copied from here.</exception>
    public static async Task TakeAsync(MarketplaceDbContext db, string path, CancellationToken ct)
    {
        File.Delete(path);
        switch (db)
        {
            case SqliteMarketplaceDbContext:
                await CopyAsync(db.Database.GetConnectionString(), path, ct);
                break;
            case PostgreSqlMarketplaceDbContext:
                await RunAsync(db, "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--file", path], ct);
                break;
            default:
                throw new BackupRefusedException(BackupRefusal.DatabaseElsewhere, "SQL Server: BACKUP DATABASE");
        }
    }

    /// <exception cref="BackupRefusedException">There is a database already, or it cannot be written from here.</exception>
    public static async Task RestoreAsync(MarketplaceDbContext db, string path, CancellationToken ct)
    {
        switch (db)
        {
            case SqliteMarketplaceDbContext:
                var file = new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
                if (File.Exists(file))
                {
                    throw new BackupRefusedException(BackupRefusal.NotBlank, file);
                }

                File.Delete(file + ".new");
                await CopyAsync(FileOf(path), file + ".new", ct);
                File.Move(file + ".new", file);
                Documents.DirectoryFlush.FlushAll();
                break;
            case PostgreSqlMarketplaceDbContext:
                if ((await db.Database.GetAppliedMigrationsAsync(ct)).Any())
                {
                    throw new BackupRefusedException(BackupRefusal.NotBlank, db.Database.GetDbConnection().Database);
                }

                await RunAsync(db, "pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", path], ct);
                break;
            default:
                throw new BackupRefusedException(BackupRefusal.DatabaseElsewhere, "SQL Server: RESTORE DATABASE");
        }
    }

    // One read of one state, and it waits while somebody else writes: the library's online backup gives up at the first lock it meets.
    private static async Task CopyAsync(string? source, string path, CancellationToken ct)
    {
        await using (var connection = new SqliteConnection(source))
        {
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $path";
            command.CommandTimeout = (int)Patience.TotalSeconds;
            command.Parameters.AddWithValue("$path", path);
            await command.ExecuteNonQueryAsync(ct);
        }

        // SQLite leaves this to the caller (https://www.sqlite.org/lang_vacuum.html).
        await using var written = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    // Not pooled: the file must be closed when it is moved.
    private static string FileOf(string path) => new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();

    private static async Task RunAsync(MarketplaceDbContext db, string tool, string[] arguments, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString());
        var start = new ProcessStartInfo(Find(tool)) { RedirectStandardError = true };
        foreach (var argument in (string[])
            ["--host", settings.Host ?? "localhost", "--port", $"{settings.Port}", "--username", settings.Username ?? "", "--dbname", settings.Database ?? "", "--no-password", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // Never as an argument: those can be seen by everybody on the machine.
        start.Environment["PGPASSWORD"] = settings.Password;
        using var process = Process.Start(start) ?? throw new BackupRefusedException(BackupRefusal.ToolFailed, tool);
        var said = await process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new BackupRefusedException(BackupRefusal.ToolFailed, $"{tool}: {said.Trim()}");
        }
    }

    private static string Find(string tool)
    {
        const string Debian = "/usr/lib/postgresql";
        IEnumerable<string> places =
        [
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            .. Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderDescending().Select(version => Path.Combine(version, "bin")) : [],
        ];
        return places.Select(place => Path.Combine(place, OperatingSystem.IsWindows() ? tool + ".exe" : tool)).FirstOrDefault(File.Exists)
            ?? throw new BackupRefusedException(BackupRefusal.ToolFailed, tool);
    }
}

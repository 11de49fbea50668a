using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Persistence;

/// <summary>What a database says about its own pages. SQL Server's is <c>DBCC CHECKDB</c>, which belongs to its administrator.</summary>
internal static class DatabaseSoundness
{
    /// <summary>The faults it names; none when it is sound.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(MarketplaceDbContext db, bool fast, CancellationToken ct)
    {
        try
        {
            return db switch
            {
                SqliteMarketplaceDbContext => [.. (await ReadAsync(db, fast ? "PRAGMA quick_check" : "PRAGMA integrity_check", ct)).Where(line => line != "ok")],
                PostgreSqlMarketplaceDbContext => [.. (await ReadAsync(
                    db, "SELECT 'checksum failures: ' || checksum_failures FROM pg_stat_database WHERE datname = current_database() AND checksum_failures > 0", ct))],
                _ => [],
            };
        }
        catch (DbException e)
        {
            return [e.Message];
        }
    }

    private static async Task<List<string>> ReadAsync(MarketplaceDbContext db, string sql, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // One of the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}

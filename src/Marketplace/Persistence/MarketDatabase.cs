using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Persistence;

/// <summary>Brings the database to the program's version.</summary>
public static class MarketDatabase
{
    /// <summary>Applies the migrations that are missing. A database newer than the program is refused.</summary>
    /// <exception cref="InvalidOperationException">The database has migrations that this program does not know.</exception>
    /// <exception cref="IncompleteSchemaException">A migration was applied in part only.</exception>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var isSqlite = db is SqliteMarketplaceDbContext;
        if (isSqlite)
        {
            await db.Database.OpenConnectionAsync(ct);
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", ct);
        }

        if (!await IsCurrentAsync(db, ct))
        {
            await using var alone = isSqlite ? await SqliteMigrationLock.TakeAsync(db, ct) : null;
            await db.Database.MigrateAsync(ct);
        }

        await DatabaseSchema.RequireCompleteAsync(db, ct);
    }

    /// <summary>Holds the database against the model, without changing it.</summary>
    /// <exception cref="IncompleteSchemaException">A table or a column is missing: a migration was applied in part only.</exception>
    public static async Task RequireCompleteAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        await DatabaseSchema.RequireCompleteAsync(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>(), ct);
    }

    /// <summary>All migrations as SQL that may be run again; none for SQLite, whose language has no conditions.</summary>
    public static async Task<string?> ScriptAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        return db is SqliteMarketplaceDbContext ? null : db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
    }

    /// <summary>How the database stands to this program; it is only looked at.</summary>
    public static async Task<DatabaseState> StateAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        if (!await db.Database.CanConnectAsync(ct))
        {
            return new DatabaseState(IsReachable: false, [], []);
        }

        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
        return new DatabaseState(IsReachable: true, [.. known.Except(applied)], [.. applied.Except(known)]);
    }

    /// <summary>Whether nothing has been entered yet.</summary>
    public static async Task<bool> IsEmptyAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        return !await db.Organisations.AnyAsync(ct) && !await db.ServiceItems.AnyAsync(ct);
    }

    /// <summary>Whether every migration is applied: the usual start, which then waits for nobody.</summary>
    private static async Task<bool> IsCurrentAsync(MarketplaceDbContext db, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        if (!await db.Database.CanConnectAsync(ct))
        {
            return false;
        }

        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToHashSet();
        return applied.FirstOrDefault(migration => !known.Contains(migration)) is { } unknown
            ? throw new InvalidOperationException($"The database is newer than this program: it has the migration {unknown}.")
            : known.SetEquals(applied);
    }
}

/// <summary>How a database stands to this program.</summary>
/// <param name="IsReachable">Whether it answers; a SQLite file must be there.</param>
/// <param name="Missing">Migrations that it has not yet.</param>
/// <param name="Unknown">Migrations of a newer program.</param>
public sealed record DatabaseState(bool IsReachable, IReadOnlyList<string> Missing, IReadOnlyList<string> Unknown);

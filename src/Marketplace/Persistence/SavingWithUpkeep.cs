using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Search;

namespace Market.Marketplace.Persistence;

/// <summary>The save of an operation together with what is derived from its rows: search terms and tallies are never behind what they describe.</summary>
internal static class SavingWithUpkeep
{
    /// <summary>Saves in one transaction. Returns whether what the shop window shows of agencies has changed.</summary>
    public static async Task<bool> SaveWithUpkeepAsync(this MarketplaceDbContext db, OperationContext context)
    {
        TextGuard.Require(db, context.Actor);
        await SearchUpkeep.PrepareAsync(db, context.Cancellation);
        var changes = TallyUpkeep.Collect(db, context);
        var showsNewAgency = db.ChangeTracker.Entries<AgencyTally>().Any();
        if (changes.Count == 0)
        {
            await db.SaveChangesAsync(context.Cancellation);
            return showsNewAgency;
        }

        // An operation that saves in steps has its own transaction and ends it itself.
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(context.Cancellation)
            : null;
        await db.SaveChangesAsync(context.Cancellation);
        foreach (var (agency, change) in changes)
        {
            await TallyUpkeep.ApplyAsync(db, agency, change, context.At, context.Cancellation);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(context.Cancellation);
        }

        return true;
    }
}

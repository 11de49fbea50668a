using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Market.Marketplace.Search;

/// <summary>Keeps the search table in step with the rows it is about: what an operation adds or renames is entered in the same save.</summary>
internal static class SearchUpkeep
{
    /// <summary>Adds what the save about to happen needs.</summary>
    public static async Task PrepareAsync(MarketplaceDbContext db, CancellationToken ct)
    {
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            if (SearchedRows.All.FirstOrDefault(candidate => candidate.Row == entry.Metadata.ClrType) is not { } searched)
            {
                continue;
            }

            if (entry.State == EntityState.Added)
            {
                Enter(db, searched, entry);
            }
            else if (entry.State == EntityState.Deleted || searched.Texts.Any(name => entry.Property(name).IsModified))
            {
                await ReplaceAsync(db, searched, entry, ct);
            }
        }
    }

    private static void Enter(MarketplaceDbContext db, SearchedRows searched, EntityEntry entry)
    {
        var key = SearchKey.Of(((IAggregate)entry.Entity).Id);
        entry.Property(SearchKey.Column).CurrentValue = key;
        db.SearchTerms.AddRange(searched.TermsOf(entry).Select(term => new SearchTerm { Term = term, Document = key }));
    }

    private static async Task ReplaceAsync(MarketplaceDbContext db, SearchedRows searched, EntityEntry entry, CancellationToken ct)
    {
        var key = (long)entry.Property(SearchKey.Column).CurrentValue!;
        if (key == SearchKey.None)
        {
            // Not entered yet: the rebuilding comes to it, and reads it as it is then.
            return;
        }

        var now = entry.State == EntityState.Deleted ? [] : searched.TermsOf(entry);
        var gone = searched.TermsOf(entry, original: true).Except(now).ToList();
        db.SearchTerms.RemoveRange(await db.SearchTerms.Where(row => gone.Contains(row.Term) && row.Document == key).ToListAsync(ct));
        var kept = await db.SearchTerms.Where(row => now.Contains(row.Term) && row.Document == key).Select(row => row.Term).ToListAsync(ct);
        db.SearchTerms.AddRange(now.Except(kept).Select(term => new SearchTerm { Term = term, Document = key }));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Search;

/// <summary>Enters rows that are not in the search table: those of a database that is older than the table, and all of them when it is built
/// again. A part at a time, so that nobody waits for it.</summary>
public sealed class IndexMissing(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Part = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many rows were entered; none when the table is complete.</summary>
    public async Task<int> ExecuteAsync() =>
        await EnterAsync(db.Agencies) + await EnterAsync(db.ServiceItems) + await EnterAsync(db.Notices) + await EnterAsync(db.Procurements);

    private async Task<int> EnterAsync<T>(DbSet<T> rows)
        where T : class, IAggregate
    {
        var searched = SearchedRows.All.Single(candidate => candidate.Row == typeof(T));
        var missing = await rows.AsNoTracking().Where(row => EF.Property<long>(row, SearchKey.Column) == SearchKey.None)
            .OrderBy(row => row.Id).Take(Part).ToListAsync(context.Cancellation);
        foreach (var row in missing)
        {
            var key = SearchKey.Of(row.Id);
            // A loaded row that is not tracked still answers for its properties.
            var entry = db.Entry(row);
            db.SearchTerms.AddRange(searched.TermsOf(entry).Select(term => new SearchTerm { Term = term, Document = key }));
            await rows.Where(same => same.Id == row.Id)
                .ExecuteUpdateAsync(change => change.SetProperty(same => EF.Property<long>(same, SearchKey.Column), key), context.Cancellation);
        }

        return missing.Count;
    }
}

/// <summary>Empties the search table, so that <see cref="IndexMissing"/> enters everything again.</summary>
public sealed class ForgetSearch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Until the table is built again words find less than there is.</summary>
    public async Task<int> ExecuteAsync()
    {
        var terms = await db.SearchTerms.ExecuteDeleteAsync(context.Cancellation);
        await ForgetAsync(db.Agencies);
        await ForgetAsync(db.ServiceItems);
        await ForgetAsync(db.Notices);
        await ForgetAsync(db.Procurements);
        return terms;
    }

    private Task<int> ForgetAsync<T>(DbSet<T> rows)
        where T : class =>
        rows.ExecuteUpdateAsync(change => change.SetProperty(row => EF.Property<long>(row, SearchKey.Column), SearchKey.None), context.Cancellation);
}

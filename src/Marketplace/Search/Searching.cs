using System.Linq.Expressions;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Search;

/// <summary>Rows that contain words, as a query.</summary>
internal static class Searching
{
    /// <summary>How far the entries of a term are counted to find the rarest.</summary>
    private const int CountedUpTo = 1000;

    /// <summary>Rows per page of a list, in which the newest rows come first.</summary>
    /// <param name="isWhole">Whether <paramref name="rows"/> are all rows of the table, so that matches can be counted in the search table alone.</param>
    public static async Task<PagedList<T>> FindPageAsync<T>(
        this MarketplaceDbContext db, IQueryable<T> rows, SearchScope scope, PageRequest page, bool isWhole, CancellationToken ct)
        where T : class
    {
        var documents = await db.DocumentsAsync(scope, page.Words!, ct);
        var found = Joined(rows, documents);
        return await found.OrderByDescending(pair => pair.Document).Select(pair => pair.Row).PageAsync(page, isWhole ? documents.CountAsync : found.CountAsync, ct);
    }

    /// <summary>The newest rows, a page at a time. The page is found in the index of the keys alone: a late page costs no reading of the rows before it.</summary>
    public static async Task<PagedList<T>> NewestPageAsync<T>(this IQueryable<T> rows, PageRequest page, CancellationToken ct)
        where T : class
    {
        var keys = await rows.Select(row => EF.Property<long>(row, SearchKey.Column)).OrderDescending().PageAsync(page, rows.CountAsync, ct);
        var wanted = keys.Rows;
        var found = await rows.Where(row => wanted.Contains(EF.Property<long>(row, SearchKey.Column)))
            .OrderByDescending(row => EF.Property<long>(row, SearchKey.Column)).ToListAsync(ct);
        return new PagedList<T>(found, keys.Total, keys.Page, keys.Size);
    }

    /// <summary>Those of the rows that contain the words.</summary>
    public static async Task<IQueryable<T>> ContainingAsync<T>(
        this MarketplaceDbContext db, IQueryable<T> rows, SearchScope scope, string words, CancellationToken ct)
        where T : class =>
        Joined(rows, await db.DocumentsAsync(scope, words, ct)).Select(pair => pair.Row);

    /// <summary>Keys of the rows that contain the words.</summary>
    public static async Task<List<long>> KeysOfAsync(this MarketplaceDbContext db, SearchScope scope, string words, CancellationToken ct) =>
        await (await db.DocumentsAsync(scope, words, ct)).ToListAsync(ct);

    /// <summary>Keys of the rows that contain the words. The term with the fewest entries is read, the others are looked up for each of them:
    /// no database's planner knows which one that is, since they all see one column.</summary>
    private static async Task<IQueryable<long>> DocumentsAsync(this MarketplaceDbContext db, SearchScope scope, string words, CancellationToken ct)
    {
        var wanted = SearchGrams.Wanted(scope, words);
        if (wanted.Count == 0)
        {
            return db.SearchTerms.Where(_ => false).Select(entry => entry.Document);
        }

        var counted = new List<(SearchRange Range, int Count)>(wanted.Count);
        foreach (var range in wanted)
        {
            counted.Add((range, wanted.Count == 1 ? 0 : await Entries(db, range).OrderBy(entry => entry.Term).ThenBy(entry => entry.Document).Take(CountedUpTo).CountAsync(ct)));
        }

        var ordered = counted.OrderBy(pair => pair.Range.From != pair.Range.To && pair.Count == CountedUpTo).ThenBy(pair => pair.Count).Select(pair => pair.Range).ToList();
        var documents = Entries(db, ordered[0]).Select(entry => entry.Document);
        documents = ordered[0].From == ordered[0].To ? documents : documents.Distinct();
        foreach (var range in ordered.Skip(1))
        {
            var others = Entries(db, range);
            documents = documents.Where(document => others.Any(entry => entry.Document == document));
        }

        return documents;
    }

    private static IQueryable<SearchTerm> Entries(MarketplaceDbContext db, SearchRange range)
    {
        var (from, to) = (range.From, range.To);
        return from == to
            ? db.SearchTerms.AsNoTracking().Where(entry => entry.Term == from)
            : db.SearchTerms.AsNoTracking().Where(entry => entry.Term >= from && entry.Term <= to);
    }

    private static IQueryable<Match<T>> Joined<T>(IQueryable<T> rows, IQueryable<long> documents)
        where T : class
    {
        Expression<Func<T, long>> key = row => EF.Property<long>(row, SearchKey.Column);
        return documents.Join(rows, document => document, key, (document, row) => new Match<T> { Document = document, Row = row });
    }

    private sealed class Match<T>
    {
        public long Document { get; init; }

        public required T Row { get; init; }
    }
}

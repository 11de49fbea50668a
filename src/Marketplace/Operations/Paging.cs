using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Operations;

/// <summary>Which part of a list is wanted.</summary>
/// <param name="Search">Words to find; none means everything.</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Rows per page, 1 to 100.</param>
public sealed record PageRequest(string? Search = null, int Page = 1, int Size = 20)
{
    /// <summary>The search words without blanks around them, or null.</summary>
    internal string? Words => string.IsNullOrWhiteSpace(Search) ? null : Search.Trim();
}

/// <summary>One page of a list.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Total">Rows on all pages.</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Rows per page.</param>
public sealed record PagedList<T>(IReadOnlyList<T> Rows, int Total, int Page, int Size)
{
    /// <summary>How many pages there are; at least one.</summary>
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}

internal static class Paging
{
    private const int LargestPage = 100;

    public static Task<PagedList<T>> PageAsync<T>(this IQueryable<T> ordered, PageRequest request, CancellationToken ct) =>
        ordered.PageAsync(request, ordered.CountAsync, ct);

    /// <summary>The page of a list that is counted in a cheaper way than by its own query.</summary>
    public static async Task<PagedList<T>> PageAsync<T>(
        this IQueryable<T> ordered, PageRequest request, Func<CancellationToken, Task<int>> count, CancellationToken ct)
    {
        var size = Math.Clamp(request.Size, 1, LargestPage);
        var total = await count(ct);
        var page = Math.Clamp(request.Page, 1, Math.Max(1, (total + size - 1) / size));
        var rows = await ordered.Skip((page - 1) * size).Take(size).ToListAsync(ct);
        return new PagedList<T>(rows, total, page, size);
    }

    public static PagedList<TOut> Select<TIn, TOut>(this PagedList<TIn> list, Func<TIn, TOut> map) =>
        new([.. list.Rows.Select(map)], list.Total, list.Page, list.Size);
}

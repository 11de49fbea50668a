using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Persistence;

/// <summary>The root of rows that change together, guarded by one version.</summary>
internal interface IAggregate
{
    /// <summary>Identity.</summary>
    Guid Id { get; }

    /// <summary>Counts the saved changes; a save with an older one is refused.</summary>
    long Version { get; }
}

internal static class Aggregates
{
    /// <summary>Refuses when the page showed an older state.</summary>
    public static T Expect<T>(this T aggregate, long version)
        where T : class, IAggregate =>
        aggregate.Version == version ? aggregate : throw new RuleViolationException(Refusals.ChangedMeanwhile);

    /// <summary>The visible row with the id.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<T> FindOrThrowAsync<T>(this IQueryable<T> visible, Guid id, CancellationToken ct)
        where T : class, IAggregate =>
        await visible.SingleOrDefaultAsync(row => row.Id == id, ct) ?? throw new NotFoundException(typeof(T).Name);
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Exchange;

/// <summary>Reads rows in a state, those that have waited longest first.</summary>
public sealed class ListExchangeWork(MarketplaceDbContext db, OperationContext context) : IOperation
{
    internal const int AtOnce = 200;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most some hundreds.</summary>
    public async Task<IReadOnlyList<ExchangeRow>> ExecuteAsync(ExchangeState state, int after = 0) =>
        await db.ExchangeRows.AsNoTracking().Where(row => row.State == state).OrderBy(row => row.ChangedAt).ThenBy(row => row.Id)
            .Skip(after).Take(AtOnce).ToListAsync(context.Cancellation);
}

/// <summary>How a row was found.</summary>
/// <param name="Id">The row.</param>
/// <param name="Version">As it was when it was written: one that has changed since is written again.</param>
public sealed record ExchangeOutcome(Guid Id, long Version, ExchangeState State, string? Reason = null);

/// <summary>Enters how rows stand in the exchange database.</summary>
public sealed class SettleExchange(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were entered; a row that changed meanwhile is left as it is.</summary>
    public async Task<int> ExecuteAsync(IReadOnlyList<ExchangeOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var ids = outcomes.Select(outcome => outcome.Id).ToList();
        var rows = await db.ExchangeRows.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, context.Cancellation);
        var settled = 0;
        foreach (var outcome in outcomes)
        {
            if (rows.TryGetValue(outcome.Id, out var row) && row.Version == outcome.Version)
            {
                row.Settle(outcome.State, outcome.Reason, context);
                context.Changed(row.DepartmentId);
                settled++;
            }
        }

        return settled;
    }
}

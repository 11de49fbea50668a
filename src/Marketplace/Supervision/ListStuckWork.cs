using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Supervision;

/// <summary>Lists what does not move by itself; empty on most days.</summary>
public sealed class ListStuckWork(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.Supervise;

    /// <summary>Stuck work, the oldest first.</summary>
    public Task<IReadOnlyList<StuckWork>> ExecuteAsync() => db.FindStuckWorkAsync(context);
}

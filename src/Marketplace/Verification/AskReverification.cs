using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>Has the drift watch look at accepted results now instead of at night: after a loss, a revocation or a change of the trusted roots
/// nobody wants to wait. A department asks for its own results, the operator for all.</summary>
public sealed class AskReverification(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadDrift;

    /// <summary>Returns how many results will be looked at; the watch takes them up within seconds.</summary>
    public Task<int> ExecuteAsync() =>
        db.ResultsFor(context.Actor).Where(row => row.Status == ResultStatus.Accepted && row.ReverifiedAt != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ReverifiedAt, (DateTimeOffset?)null), context.Cancellation);
}

/// <summary>How the drift watch stands.</summary>
/// <param name="Relied">Accepted results it watches.</param>
/// <param name="Waiting">Those it has not looked at since they were accepted, or since somebody asked.</param>
/// <param name="LastLookedAt">Its latest look.</param>
public sealed record DriftWatch(int Relied, int Waiting, DateTimeOffset? LastLookedAt);

/// <summary>Says how far the drift watch is: for a department with its own results, for the operator with all.</summary>
public sealed class GetDriftWatch(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadDrift;

    /// <summary>As of now.</summary>
    public async Task<DriftWatch> ExecuteAsync()
    {
        var ct = context.Cancellation;
        var relied = db.ResultsFor(context.Actor).AsNoTracking().Where(row => row.Status == ResultStatus.Accepted);
        return new DriftWatch(
            await relied.CountAsync(ct),
            await relied.CountAsync(row => row.ReverifiedAt == null, ct),
            await relied.Where(row => row.ReverifiedAt != null).OrderByDescending(row => row.ReverifiedAt).Select(row => row.ReverifiedAt).FirstOrDefaultAsync(ct));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>A procurement whose next step is due.</summary>
public sealed record DueProcurement(Guid Id, ProcurementStatus Status);

/// <summary>Finds what is due, the oldest first.</summary>
public sealed class ListDueProcurements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int AtOnce = 200;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>At most a few hundred; the rest at the next sweep.</summary>
    public async Task<IReadOnlyList<DueProcurement>> ExecuteAsync() =>
        await db.Procurements.AsNoTracking().Where(row => row.NextStepAt <= context.At)
            .OrderBy(row => row.NextStepAt).ThenBy(row => row.Id).Take(AtOnce)
            .Select(row => new DueProcurement(row.Id, row.Status)).ToListAsync(context.Cancellation);
}

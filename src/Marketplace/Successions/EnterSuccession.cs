using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>The operator enters an act with the document that orders it; nothing moves before a second person has confirmed it.</summary>
public sealed class EnterSuccession(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the act's id.</summary>
    public async Task<Guid> ExecuteAsync(SuccessionAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var rows = await new SuccessionReading(db, context).ReadAsync(act);
        db.AddRange(rows);
        return rows[0].ActId;
    }
}

/// <summary>A second person confirms an act, or sends it back: on its day, or at once when that has come, it is carried out.</summary>
public sealed class DecideSuccession(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns whether it was carried out.</summary>
    public async Task<bool> ExecuteAsync(Guid actId, bool confirm)
    {
        var rows = await db.Successions.Where(row => row.ActId == actId && row.DecidedAt == null).OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        if (rows.Count == 0)
        {
            throw new NotFoundException(nameof(Succession));
        }

        rows.ForEach(row => row.Decide(confirm, context));
        if (!rows[0].IsDue(context))
        {
            return false;
        }

        await new PassingOn(db, context).CarryOutAsync(rows);
        return true;
    }
}

/// <summary>The daily step: carries out what has become due.</summary>
public sealed class CarryOutSuccessions(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were.</summary>
    public async Task<int> ExecuteAsync()
    {
        var due = await db.Successions.Where(row => row.DoneAt == null && row.IsConfirmed && row.EffectiveOn <= context.Today).OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        foreach (var act in due.GroupBy(row => row.ActId))
        {
            await new PassingOn(db, context).CarryOutAsync([.. act]);
        }

        return due.Count;
    }
}

/// <summary>Lists them, the newest first.</summary>
public sealed class ListSuccessions(MarketplaceDbContext db) : IOperation
{
    private const int Shown = 200;

    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<Succession>> ExecuteAsync() =>
        await db.Successions.AsNoTracking().OrderByDescending(row => row.EffectiveOn).ThenByDescending(row => row.Id).Take(Shown).ToListAsync();
}

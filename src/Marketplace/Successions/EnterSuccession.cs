using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>The operator enters a succession with the document that orders it; on its day, or at once when that is today, it is carried out.</summary>
public sealed class EnterSuccession(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns its id.</summary>
    /// <param name="fromCode">Credit code of whose duties pass on.</param>
    /// <param name="toCode">Credit code of who takes them over.</param>
    /// <param name="basis">文号.</param>
    /// <param name="effectiveOn">First day.</param>
    /// <param name="approvalItems">For departments: those items only (分立); none for all.</param>
    public async Task<Guid> ExecuteAsync(string fromCode, string toCode, string basis, DateOnly effectiveOn, IReadOnlyList<string>? approvalItems = null)
    {
        ArgumentNullException.ThrowIfNull(basis);
        var succession = Succession.Enter(await OfCodeAsync(fromCode), await OfCodeAsync(toCode), approvalItems ?? [], basis, effectiveOn, context);
        db.Add(succession);
        if (succession.IsDue(context))
        {
            await new PassingOn(db, context).CarryOutAsync(succession);
        }

        return succession.Id;
    }

    private async Task<Organisation> OfCodeAsync(string code) =>
        await db.Organisations.SingleOrDefaultAsync(row => row.CreditCode == code.Trim(), context.Cancellation)
            ?? throw new RuleViolationException("succession-unknown", code);
}

/// <summary>The daily step: carries out what has become due.</summary>
public sealed class CarryOutSuccessions(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were.</summary>
    public async Task<int> ExecuteAsync()
    {
        var due = await db.Successions.Where(row => row.DoneAt == null && row.EffectiveOn <= context.Today).OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        foreach (var succession in due)
        {
            await new PassingOn(db, context).CarryOutAsync(succession);
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

using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>A keeper puts another seal keeper of the agency in the own place from one day to another (委托代管); the manager may do
/// it for a keeper who cannot.</summary>
public sealed class DelegateSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.GuardSeals;

    /// <summary>Returns the delegation's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, Guid keeper, Guid delegateTo, DateOnly from, DateOnly to, string reason)
    {
        if (keeper != context.Actor.UserId && !context.Actor.ManagesSeals)
        {
            throw new RuleViolationException("not-your-keeping");
        }

        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation);
        var person = (await db.KeepersAmongAsync(seal.AgencyId, [delegateTo], context.Cancellation))[0];
        var delegation = seal.Expect(version).Delegate(keeper, person, from, to, reason, context);
        var journal = new Journal(db, context);
        var delegated = journal.Record(
            LedgerKind.SealDelegated, new Subject(SealId: seal.Id), seal.Text, delegation.InPlaceOfName!, delegation.UserName, Day(from), Day(to),
            delegation.Reason!);
        journal.Notify(delegated, seal.AgencyId);
        return delegation.Id;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

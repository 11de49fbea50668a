using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>Enters a drawn seal that prints 演示, in demonstrations only; elsewhere seals come from registered makers. Its key
/// stays in the key store: the operator can use none.</summary>
public sealed class RegisterSeal(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(SealRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        if (!options.Demonstration)
        {
            throw new RuleViolationException("seal-not-registered");
        }

        var agency = await db.AgenciesFor(context.Actor).Include(row => row.Practitioners)
            .FindOrThrowAsync(registration.AgencyId, context.Cancellation);
        var keepers = await db.KeepersAmongAsync(agency.Id, registration.Keepers, context.Cancellation);
        var seal = Seal.Register(registration, agency, keepers, context);
        db.Add(seal);
        new Journal(db, context).Record(LedgerKind.SealRegistered, new Subject(SealId: seal.Id), seal.Text, seal.Number);
        return seal.Id;
    }
}

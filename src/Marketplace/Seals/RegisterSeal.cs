using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
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

        var keepers = await db.KeepersAmongAsync(registration.AgencyId, registration.Keepers, context.Cancellation);
        var seal = await db.Organisations.AnyAsync(
            row => row.Id == registration.AgencyId && row.Kind == OrganisationKind.Enterprise, context.Cancellation)
            ? Seal.RegisterForOwner(registration, registration.AgencyId, keepers, context)
            : Seal.Register(
                registration, await db.AgenciesFor(context.Actor).Include(row => row.Practitioners).FindOrThrowAsync(registration.AgencyId, context.Cancellation),
                keepers, context);
        db.Add(seal);
        new Journal(db, context).Record(LedgerKind.SealRegistered, new Subject(SealId: seal.Id), seal.Text, seal.Number);
        return seal.Id;
    }
}

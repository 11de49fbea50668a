using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>Enters a seal made by a registered maker. Its key stays in the key store: the operator can use none.</summary>
public sealed class RegisterSeal(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(SealRegistration registration)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var agency = await db.AgenciesFor(context.Actor).Include(row => row.Practitioners)
            .FindOrThrowAsync(registration.AgencyId, context.Cancellation);
        var seal = Seal.Register(registration, agency, context);
        db.Add(seal);
        return seal.Id;
    }
}

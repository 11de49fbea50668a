using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>The organisation to which a seal belongs: an agency, with its practitioners, or a project owner, which signs contracts.</summary>
internal sealed record SealHolder(Guid Id, string Name, string CreditCode, Agency? Agency)
{
    /// <summary>The practitioner under a registration number; an owner has none.</summary>
    public Practitioner PractitionerUnder(string? registrationNumber) =>
        Agency is null ? throw new RuleViolationException("owner-unit-seal") : Seal.PractitionerIn(Agency, registrationNumber);
}

internal static class SealHolders
{
    /// <summary>The holder, as the actor may see it.</summary>
    public static async Task<SealHolder> SealHolderAsync(this MarketplaceDbContext db, Guid id, OperationContext context)
    {
        var organisation = await db.Organisations.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && (row.Kind == OrganisationKind.Agency || row.Kind == OrganisationKind.Enterprise), context.Cancellation)
            ?? throw new NotFoundException(nameof(Organisation));
        if (context.Actor.Standing != Standing.Operator && context.Actor.Standing != Standing.System && context.Actor.OrganisationId != id)
        {
            throw new NotFoundException(nameof(Organisation));
        }

        var agency = organisation.Kind == OrganisationKind.Agency
            ? await db.AgenciesFor(context.Actor).Include(row => row.Practitioners).FindOrThrowAsync(id, context.Cancellation)
            : null;
        return new SealHolder(id, agency?.Name ?? organisation.Name, organisation.CreditCode, agency);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>The persons of an organisation to whom a unit's seal may be entrusted: those who hold the role of seal keeper there.</summary>
internal static class SealPeople
{
    /// <summary>The persons behind the accounts.</summary>
    /// <exception cref="RuleViolationException">One of them is no seal keeper of the agency.</exception>
    public static async Task<IReadOnlyList<SealPerson>> KeepersAmongAsync(
        this MarketplaceDbContext db, Guid agency, IReadOnlyCollection<Guid> users, CancellationToken ct)
    {
        var people = await db.EntrustableAsync(agency, ct);
        return users.All(user => people.Any(person => person.UserId == user))
            ? [.. users.Select(user => people.First(person => person.UserId == user))]
            : throw new RuleViolationException("keeper-not-member");
    }

    /// <summary>Everybody to whom a seal of the agency may be entrusted, by name.</summary>
    public static async Task<IReadOnlyList<SealPerson>> EntrustableAsync(this MarketplaceDbContext db, Guid agency, CancellationToken ct) =>
        await (
            from membership in db.Memberships.AsNoTracking()
            join user in db.Users on membership.UserId equals user.Id
            where membership.OrganisationId == agency && (membership.Role == Role.SealKeeper || membership.Role == Role.EnterpriseSealKeeper)
            orderby user.DisplayName, user.Id
            select new SealPerson(user.Id, user.DisplayName)).ToListAsync(ct);
}

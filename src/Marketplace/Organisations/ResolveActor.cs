using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Organisations;

/// <summary>Reads who a signed-in person is: name, organisation and roles as they stand now.</summary>
public sealed class ResolveActor(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The actor for the account, acting for the given organisation or else for the first one joined; null
    /// when the account is unknown or holds no role.</summary>
    public async Task<Actor?> ExecuteAsync(Guid userId, Guid? organisationId = null)
    {
        var rows = await (
            from membership in db.Memberships.AsNoTracking()
            join user in db.Users on membership.UserId equals user.Id
            join organisation in db.Organisations on membership.OrganisationId equals organisation.Id
            where membership.UserId == userId
            orderby membership.GrantedAt, membership.Id
            select new { user.DisplayName, Organisation = organisation.Id, organisation.Name, membership.Role })
            .ToListAsync(context.Cancellation);
        var chosen = organisationId ?? rows.FirstOrDefault()?.Organisation;
        var held = rows.Where(row => row.Organisation == chosen).ToList();
        return held.Count == 0
            ? null
            : new Actor(userId, held[0].DisplayName, held[0].Organisation, held[0].Name, [.. held.Select(row => row.Role)]);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Organisations;

/// <summary>Gives a person a role in an organisation.</summary>
public sealed class GrantMembership(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Grants the role; granting it twice changes nothing.</summary>
    public async Task<Guid> ExecuteAsync(Guid userId, Guid organisationId, Role role)
    {
        var organisation = await db.Organisations.FindOrThrowAsync(organisationId, context.Cancellation);
        var existing = await db.Memberships.SingleOrDefaultAsync(
            row => row.UserId == userId && row.OrganisationId == organisationId && row.Role == role, context.Cancellation);
        if (existing is not null)
        {
            return existing.Id;
        }

        await RefuseMixedDutiesAsync(userId, role);
        var membership = Membership.Grant(userId, organisation, role, context);
        db.Add(membership);
        return membership.Id;
    }

    // The operator runs the register of seals and can use none, so nobody of the operator is of an agency as well.
    private async Task RefuseMixedDutiesAsync(Guid userId, Role role)
    {
        var held = await db.Memberships.Where(row => row.UserId == userId).Select(row => row.Role).ToListAsync(context.Cancellation);
        var excluded = Actor.StandingOf(role) switch
        {
            Standing.Operator => Standing.Agency,
            Standing.Agency => Standing.Operator,
            Standing.Public or Standing.Enterprise or Standing.Department or Standing.System => (Standing?)null,
        };
        if (held.Any(other => Actor.StandingOf(other) == excluded))
        {
            throw new RuleViolationException("duties-separate");
        }
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Organisations;

/// <summary>Enters an enterprise, a department or the operator into the register. Agencies enter by admission.</summary>
public sealed class RegisterOrganisation(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the new organisation's id.</summary>
    public Task<Guid> ExecuteAsync(
        OrganisationKind kind, string name, string creditCode, IReadOnlyList<string>? approvalItems = null)
    {
        if (kind == OrganisationKind.Agency)
        {
            throw new RuleViolationException("agency-needs-admission");
        }

        var organisation = Organisation.Register(kind, name, creditCode, approvalItems ?? [], context);
        db.Add(organisation);
        return Task.FromResult(organisation.Id);
    }
}

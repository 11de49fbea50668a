using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Agencies;

/// <summary>Admits an agency with its licences and practitioners (入驻).</summary>
public sealed class AdmitAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the id of the agency, which is also that of its organisation.</summary>
    public Task<Guid> ExecuteAsync(AgencyApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var organisation = Organisation.Register(
            OrganisationKind.Agency, application.Name, application.CreditCode, [], context);
        db.Add(organisation);
        db.Add(Agency.Admit(application, organisation, context));
        return Task.FromResult(organisation.Id);
    }
}

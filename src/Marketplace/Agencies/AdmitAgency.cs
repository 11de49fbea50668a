using Market.Marketplace.Admissions;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Agencies;

/// <summary>Takes an agency into the register without an application of its own: at set-up, or as another register reports it.
/// Agencies themselves come in by admission (入驻), which nobody can skip.</summary>
public sealed class AdmitAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns the id of the agency, which is also that of its organisation.</summary>
    public Task<Guid> ExecuteAsync(AgencyApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var organisation = Organisation.Register(
            OrganisationKind.Agency, application.Name, application.CreditCode, [], context);
        db.Add(organisation);
        db.Add(Agency.Admit(application, organisation, context));
        db.Add(Admission.TakenIn(organisation, application, context));
        return Task.FromResult(organisation.Id);
    }
}

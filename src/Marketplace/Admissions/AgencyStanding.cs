using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Keeps the register of agencies in step with the admissions.</summary>
internal sealed class AgencyStanding(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>Gives the agency the standing that its admission has now.</summary>
    public async Task FollowAsync(Admission admission)
    {
        var agency = await db.Agencies.Include(row => row.Practitioners).FindOrThrowAsync(admission.Id, context.Cancellation);
        agency.Stand(Of(admission.Status), context);
    }

    private static AgencyStatus Of(AdmissionStatus status) => status switch
    {
        AdmissionStatus.Admitted => AgencyStatus.Admitted,
        AdmissionStatus.Suspended or AdmissionStatus.ClearanceNotified => AgencyStatus.Suspended,
        AdmissionStatus.Removed => AgencyStatus.Removed,
        AdmissionStatus.Exited => AgencyStatus.Exited,
        AdmissionStatus.Draft or AdmissionStatus.Submitted or AdmissionStatus.Returned or AdmissionStatus.Refused or AdmissionStatus.InPublicity =>
            throw new InvalidOperationException($"An admission that is {status} has no agency to follow it."),
    };
}

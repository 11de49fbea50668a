using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>A procurement open for signing up, as it concerns one agency.</summary>
/// <param name="Against">The first rule that the agency breaks today; none when it may sign up.</param>
/// <param name="ForOther">Whether it is a direct selection of another agency.</param>
/// <param name="SignedUp">Whether the agency's sign-up is in.</param>
public sealed record OpenProcurement(ProcurementSummary Procurement, EligibilityRule? Against, bool ForOther, bool SignedUp);

/// <summary>Lists what an agency could sign up for, and says what stands against it where something does.</summary>
public sealed class ListOpenProcurements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.SignUp;

    /// <summary>Those that close first come first.</summary>
    public async Task<PagedList<OpenProcurement>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var ct = context.Cancellation;
        var mine = context.Actor.Organisation;
        var found = await db.ProcurementsFor(context.Actor).AsNoTracking()
            .Where(row => row.Status == ProcurementStatus.SigningUp && row.SignUpUntil > context.At)
            .OrderBy(row => row.SignUpUntil).ThenBy(row => row.Id)
            .PageAsync(page, ct);
        var agencies = new EligibleAgencies(db, context);
        var agency = await agencies.All.AsNoTracking().SingleAsync(row => row.Id == mine, ct);
        var ids = found.Rows.Select(row => row.Id).ToList();
        var signedUp = (await db.SignUps.Where(entry => entry.AgencyId == mine && ids.Contains(entry.ProcurementId))
            .Select(entry => entry.ProcurementId).ToListAsync(ct)).ToHashSet();
        var rows = new List<OpenProcurement>();
        foreach (var row in found.Rows)
        {
            var circumstances = await agencies.CircumstancesAsync(row.Terms, row.ServiceItemId);
            rows.Add(new OpenProcurement(
                ProcurementSummary.Of(row),
                Eligibility.Check(agency, circumstances).FirstOrDefault(finding => !finding.Holds)?.Rule,
                row.Terms.DirectAgencyId is { } direct && direct != mine,
                signedUp.Contains(row.Id)));
        }

        return new PagedList<OpenProcurement>(rows, found.Total, found.Page, found.Size);
    }
}

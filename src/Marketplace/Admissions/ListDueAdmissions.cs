using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Admissions that the calendar moves on today: publicity that has run out, suspensions past their last day. Agencies of a
/// register older than admissions get theirs here, so that they can file changes.</summary>
public sealed class ListDueAdmissions(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Their ids, the oldest first.</summary>
    public async Task<IReadOnlyList<Guid>> ExecuteAsync()
    {
        await AdoptAsync();
        var rows = await db.Admissions.AsNoTracking()
            .Where(row => row.Status == AdmissionStatus.InPublicity || (row.Status == AdmissionStatus.Suspended && row.SuspendedUntil < context.Today))
            .OrderBy(row => row.ChangedAt).ThenBy(row => row.Id).ToListAsync(context.Cancellation);
        return [.. rows.Where(row => row.IsDue(context)).Select(row => row.Id)];
    }

    private async Task AdoptAsync()
    {
        var orphans = await db.Agencies.AsSplitQuery().Include(row => row.Qualifications).Include(row => row.Practitioners)
            .Where(agency => !db.Admissions.Any(row => row.Id == agency.Id)).OrderBy(agency => agency.Id).ToListAsync(context.Cancellation);
        foreach (var agency in orphans)
        {
            var organisation = await db.Organisations.FindOrThrowAsync(agency.Id, context.Cancellation);
            agency.Practitioners.ToList().ForEach(person => person.Hold());
            db.Add(Admission.TakenIn(organisation, agency.ToApplication(), context));
        }
    }
}

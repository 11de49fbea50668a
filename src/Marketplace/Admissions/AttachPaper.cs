using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Puts an uploaded scan to the dossier; one that was there for the same thing gives way.</summary>
public sealed class AttachPaper(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Returns the paper's id. <paramref name="key"/> names the licence or practitioner, empty for the agency's own papers.</summary>
    public async Task<Guid> ExecuteAsync(PaperKind kind, string key, Guid fileId)
    {
        var admission = await db.AdmissionsFor(context.Actor).FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        if (!admission.IsOpen)
        {
            throw new RuleViolationException("admission-closed", admission.Status);
        }

        if (!DossierCheck.PapersNeeded(admission.Dossier).Any(needed => needed.Kind == kind && needed.Key == key))
        {
            throw new NotFoundException(nameof(AdmissionPaper));
        }

        var file = await db.StoredFilesFor(context.Actor).Where(row => row.OwnerId == admission.Id).FindOrThrowAsync(fileId, context.Cancellation);
        var earlier = await db.AdmissionPapers
            .Where(paper => paper.AdmissionId == admission.Id && paper.Kind == kind && paper.EntryKey == key).ToListAsync(context.Cancellation);
        db.RemoveRange(earlier.Where(paper => paper.CheckedAt is null));
        var attached = AdmissionPaper.Attach(admission.Id, kind, key, file, context);
        db.Add(attached);
        return attached.Id;
    }
}

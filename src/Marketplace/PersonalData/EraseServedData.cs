using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Messages;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.PersonalData;

/// <summary>The daily work on personal data: what has served its purpose is marked as erased, by the days of the region's <see cref="PersonalDataRules"/>.
/// The bytes follow in <see cref="DropErasedFiles"/>, when this is saved.</summary>
public sealed class EraseServedData(MarketplaceDbContext db, OperationContext context, RulePack pack) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many things were erased.</summary>
    public async Task<int> ExecuteAsync() => await EraseScansAsync() + await EraseDraftsAsync() + await EraseReportersAsync() + await EraseMessagesAsync()
        + await EraseFormerPractitionersAsync();

    private async Task<int> EraseScansAsync()
    {
        var before = context.At.AddDays(-pack.PersonalData.CheckedScanDays.Value);
        var papers = await db.AdmissionPapers
            .Where(paper => paper.ErasedAt == null && paper.CheckedAt != null && paper.CheckedAt <= before)
            .Where(paper => paper.Kind == PaperKind.LegalRepresentativeId || paper.Kind == PaperKind.SocialSecurity)
            .OrderBy(paper => paper.Id).ToListAsync(context.Cancellation);
        await EraseAsync(papers);
        return papers.Count;
    }

    private async Task<int> EraseDraftsAsync()
    {
        var before = context.At.AddDays(-pack.PersonalData.UntouchedDraftDays.Value);
        var drafts = await db.Admissions.Include(row => row.Submissions)
            .Where(row => row.Status == AdmissionStatus.Draft && row.ChangedAt <= before && row.Submissions.Count == 0)
            .OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        foreach (var draft in drafts.Where(draft => draft.Dossier.ContactName.Length > 0 || draft.Dossier.Practitioners.Count > 0))
        {
            await EraseAsync(await db.AdmissionPapers.Where(paper => paper.AdmissionId == draft.Id && paper.ErasedAt == null).ToListAsync(context.Cancellation));
            draft.Save(new AdmissionDossier { Name = draft.Name, RegionCode = draft.Dossier.RegionCode }, context);
        }

        return drafts.Count;
    }

    private async Task<int> EraseReportersAsync()
    {
        var before = context.At.AddDays(-pack.PersonalData.ReporterDays.Value);
        var reports = await db.OffListReports.Where(row => row.AnsweredAt != null && row.AnsweredAt <= before && row.Contact != "")
            .OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        reports.ForEach(report => report.EraseContact());
        return reports.Count;
    }

    private async Task<int> EraseMessagesAsync()
    {
        var before = context.At.AddDays(-pack.PersonalData.SentMessageDays.Value);
        return await db.PersonalMessages.Where(row => row.CreatedAt <= before && row.Status != MessageStatus.Waiting).ExecuteDeleteAsync(context.Cancellation);
    }

    private async Task<int> EraseFormerPractitionersAsync()
    {
        var before = context.Today.AddDays(-pack.PersonalData.FormerPractitionerDays.Value);
        var former = await db.Set<Practitioner>().Where(row => row.LeftOn != null && row.LeftOn <= before && !row.Name.StartsWith(PersonName.Erased))
            .OrderBy(row => row.Id).ToListAsync(context.Cancellation);
        former.ForEach(person => person.Erase());
        return former.Count;
    }

    private async Task EraseAsync(IReadOnlyList<AdmissionPaper> papers)
    {
        var ids = papers.Select(paper => paper.FileId).ToList();
        var files = await db.StoredFiles.Where(file => ids.Contains(file.Id) && file.ErasedAt == null).ToListAsync(context.Cancellation);
        files.ForEach(file => file.Erase(context));
        foreach (var paper in papers)
        {
            paper.Erase(context);
        }
    }
}

/// <summary>Deletes the bytes of files that are marked as erased, unless another file has the same bytes.</summary>
public sealed class DropErasedFiles(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    private static readonly TimeSpan JustStored = TimeSpan.FromMinutes(10);

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns how many were deleted.</summary>
    public async Task<int> ExecuteAsync()
    {
        var erased = await db.StoredFiles.Where(file => file.ErasedAt != null && !file.IsDropped)
            .OrderBy(file => file.Id).ToListAsync(context.Cancellation);
        foreach (var file in erased)
        {
            // The day's collection of unreferenced blobs comes back to one that somebody stores again at this moment.
            await blobs.ReclaimAsync(file.Sha256, context.At - JustStored, () => BlobReferences.IsNeededAsync(db, file.Sha256, context.Cancellation));
            file.Drop();
        }

        return erased.Count;
    }
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>A scan as the two sides see it.</summary>
public sealed record PaperRow(Guid Id, PaperKind Kind, string EntryKey, Guid FileId, string FileName, long Size, DateTimeOffset AttachedAt, bool IsErased);

/// <summary>One handing-in with its end.</summary>
public sealed record SubmissionRow(
    int Number, bool IsChange, DateTimeOffset SubmittedAt, DateOnly DueOn, CheckResult Result, DateTimeOffset? DecidedAt, IReadOnlyList<CheckReason> Reasons);

/// <summary>An admission with everything about it.</summary>
/// <param name="Submitted">What waits for its check; null when nothing waits.</param>
/// <param name="Before">What stood before, to compare with: the one in force or the handing-in before.</param>
/// <param name="Gaps">What still keeps the shown dossier from being handed in or from passing.</param>
/// <param name="CheckLight">The light of the form check.</param>
public sealed record AdmissionDetails(
    Guid Id, long Version, string CreditCode, string Name, AdmissionStatus Status, bool IsOpen, AdmissionDossier Dossier, AdmissionDossier? Submitted,
    AdmissionDossier? Before, IReadOnlyList<PaperRow> Papers, IReadOnlyList<DossierGap> Gaps, IReadOnlyList<SubmissionRow> Submissions,
    IReadOnlyList<AdmissionAction> Actions, Deadline? CheckDeadline, Light CheckLight, Deadline? PublicityDeadline, string? StatedReason,
    DateOnly? SuspendedUntil, Deadline? PleaDeadline, string? Plea, string? DecisionNumber, RuleText Remedies, IReadOnlyList<TimelineEntry> Timeline);

/// <summary>Reads an admission: the agency its own, the operator every one.</summary>
public sealed class GetAdmission(MarketplaceDbContext db, OperationContext context, RulePack rules) : IOperation
{
    public static Permission Requires => Permission.ReadAdmissions;

    /// <summary>The admission; without an id the actor's own.</summary>
    public async Task<AdmissionDetails> ExecuteAsync(Guid? id = null)
    {
        var admission = await db.AdmissionsFor(context.Actor).AsNoTracking().Include(row => row.Submissions)
            .FindOrThrowAsync(id ?? context.Actor.Organisation, context.Cancellation);
        var facts = new DossierFacts(db, context);
        var submissions = admission.Submissions.OrderBy(submission => submission.Number).ToList();
        var waiting = admission.Waiting;
        var shown = waiting?.Dossier ?? (admission.Status == AdmissionStatus.InPublicity ? submissions[^1].Dossier : admission.Dossier);
        var papers = await facts.PapersOfAsync(admission.Id);
        return new AdmissionDetails(
            admission.Id, admission.Version, admission.CreditCode, admission.Name, admission.Status, admission.IsOpen, admission.Dossier,
            waiting?.Dossier, Before(admission, submissions),
            [.. papers.Select(paper => new PaperRow(paper.Id, paper.Kind, paper.EntryKey, paper.FileId, paper.FileName, paper.Size, paper.AttachedAt, paper.ErasedAt is not null))],
            await facts.GapsOfAsync(admission, shown),
            [
                .. submissions.Select(submission => new SubmissionRow(
                    submission.Number, submission.IsChange, submission.SubmittedAt, submission.Deadline.DueOn, submission.Result, submission.DecidedAt,
                    submission.Reasons)),
            ],
            admission.Actions, waiting?.Deadline, LightOf(waiting?.Deadline), admission.PublicityDeadline, admission.StatedReason,
            admission.SuspendedUntil, admission.PleaDeadline, admission.Plea, admission.DecisionNumber, rules.Admission.Remedies,
            await db.LedgerEntries.Where(entry => entry.AgencyId == admission.Id).ToTimelineAsync(context.Cancellation));
    }

    private static AdmissionDossier? Before(Admission admission, List<AdmissionSubmission> submissions) =>
        admission.InForce ?? (submissions.Count > 1 ? submissions[^2].Dossier : null);

    private Light LightOf(Deadline? deadline) => deadline is null ? Light.None : Light.Of(deadline, context.Today, context.Calendar);
}

using Market.Marketplace.Admissions;
using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.PersonalData;

/// <summary>How a row of the table of personal data is kept to.</summary>
/// <param name="Key">The row.</param>
/// <param name="Waiting">Whose time runs.</param>
/// <param name="NextOn">When the first of them ends.</param>
/// <param name="Erased">How many have been erased; none where nothing is left to count.</param>
public sealed record RetentionRow(string Key, int Waiting, DateOnly? NextOn, int? Erased);

/// <summary>What the daily work has erased, and what it will erase next.</summary>
public sealed class GetRetention(MarketplaceDbContext db, OperationContext context, RulePack pack) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>The rows that have days.</summary>
    public async Task<IReadOnlyList<RetentionRow>> ExecuteAsync()
    {
        var rules = pack.PersonalData;
        var scans = db.AdmissionPapers.AsNoTracking().Where(paper => paper.Kind == PaperKind.LegalRepresentativeId || paper.Kind == PaperKind.SocialSecurity);
        var checkedScans = scans.Where(paper => paper.ErasedAt == null && paper.CheckedAt != null);
        var drafts = db.Admissions.AsNoTracking().Where(row => row.Status == AdmissionStatus.Draft && row.Submissions.Count == 0);
        var answered = db.OffListReports.AsNoTracking().Where(row => row.AnsweredAt != null);
        var reachable = answered.Where(row => row.Contact != "");
        var former = db.Set<Practitioner>().AsNoTracking().Where(row => row.LeftOn != null);
        var named = former.Where(row => !row.Name.StartsWith(PersonName.Erased));
        return
        [
            new(PersonalDataTable.CheckedScans, await checkedScans.CountAsync(context.Cancellation),
                DayAfter(await checkedScans.MinAsync(paper => paper.CheckedAt, context.Cancellation), rules.CheckedScanDays),
                await scans.CountAsync(paper => paper.ErasedAt != null, context.Cancellation)),
            new(PersonalDataTable.UntouchedDrafts, await drafts.CountAsync(context.Cancellation),
                DayAfter(await drafts.MinAsync(row => (DateTimeOffset?)row.ChangedAt, context.Cancellation), rules.UntouchedDraftDays), null),
            new(PersonalDataTable.Reporters, await reachable.CountAsync(context.Cancellation),
                DayAfter(await reachable.MinAsync(row => row.AnsweredAt, context.Cancellation), rules.ReporterDays), null),
            new(PersonalDataTable.FormerPractitioners, await named.CountAsync(context.Cancellation),
                (await named.MinAsync(row => row.LeftOn, context.Cancellation))?.AddDays(rules.FormerPractitionerDays.Value),
                await former.CountAsync(context.Cancellation) - await named.CountAsync(context.Cancellation)),
        ];
    }

    private static DateOnly? DayAfter(DateTimeOffset? at, RuleFigure days) => at is { } instant ? ChinaTime.DayOf(instant.AddDays(days.Value)) : null;
}

using Market.Marketplace.Ledger;

namespace Market.Marketplace.Procurements;

/// <summary>The notice as it read from an instant on.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Reason">Why it was corrected; none for the first.</param>
public sealed record NoticeVersion(int Number, DateTimeOffset At, string? Reason, ProcurementTerms Terms, DateTimeOffset? SignUpUntil);

/// <summary>The result (中选结果) as it stood from an instant on.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Reason">Why it took the place of the one before; none for the first.</param>
/// <param name="Winner">None when the procurement ended without.</param>
/// <param name="Place">The winner's place in the order that the selection fixed, from 1.</param>
public sealed record ResultVersion(int Number, DateTimeOffset At, string? Reason, OpenedApplicant? Winner, int? Place);

/// <summary>All versions of what was published about a procurement, the oldest first. Nothing published is overwritten: earlier texts are kept
/// with the corrections, earlier results with those who gave them up.</summary>
public static class ProcurementVersions
{
    /// <summary>The notice; empty while it is a draft.</summary>
    public static IReadOnlyList<NoticeVersion> OfNotice(
        DateTimeOffset? publishedAt, IReadOnlyList<NoticeRevision> revisions, ProcurementTerms terms, DateTimeOffset? signUpUntil)
    {
        ArgumentNullException.ThrowIfNull(revisions);
        return publishedAt is not { } first
            ? []
            : [.. Enumerable.Range(0, revisions.Count + 1).Select(index => new NoticeVersion(
                index + 1, index == 0 ? first : revisions[index - 1].At, index == 0 ? null : revisions[index - 1].Reason,
                index < revisions.Count ? revisions[index].Before : terms, index < revisions.Count ? revisions[index].SignUpUntil : signUpUntil))];
    }

    /// <summary>The notice of a procurement as it was read.</summary>
    public static IReadOnlyList<NoticeVersion> OfNotice(ProcurementDetails row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return OfNotice(row.PublishedAt, row.Revisions, row.Terms, row.SignUpUntil);
    }

    /// <summary>The result; empty while nobody has been selected.</summary>
    public static IReadOnlyList<ResultVersion> OfResult(ProcurementDetails row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Outcome is not { Order: [var best, ..] } outcome || row.Timeline.FirstOrDefault(entry => entry.Kind == LedgerKind.WinnerSelected) is not { } selected)
        {
            return [];
        }

        var versions = new List<ResultVersion> { new(1, selected.At, null, outcome.Of(best), 1) };
        for (var gone = 1; gone <= outcome.Abandonments.Count; gone++)
        {
            var (abandonment, code) = (outcome.Abandonments[gone - 1], NextAfter(outcome, gone));
            versions.Add(new ResultVersion(
                gone + 1, abandonment.At, abandonment.Reason, code is null ? null : outcome.Of(code), code is null ? null : PlaceOf(outcome, code)));
        }

        // An award that was struck down has no winner any more, though nobody gave it up.
        if (row is { Status: ProcurementStatus.Voided, EndedAt: { } ended } && versions[^1].Winner is not null)
        {
            versions.Add(new ResultVersion(versions.Count + 1, ended, row.EndReason, null, null));
        }

        return versions;
    }

    private static string? NextAfter(Outcome outcome, int gone) =>
        outcome.Order.FirstOrDefault(code => outcome.Abandonments.Take(gone).All(abandonment => abandonment.Code != code));

    private static int PlaceOf(Outcome outcome, string code) => outcome.Order.TakeWhile(other => other != code).Count() + 1;
}

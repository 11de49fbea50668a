using System.Globalization;
using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Ledger;

/// <summary>One line of a timeline.</summary>
public sealed record TimelineEntry(
    Guid Id, DateTimeOffset At, LedgerKind Kind, string ActorName, string? OrganisationName, Guid? TaskOrderId, Guid? ResultId,
    IReadOnlyList<string> Args)
{
    /// <summary>The sentence of this line, as short as the page around it allows: without the numbers of the case and the
    /// task, which the page shows already.</summary>
    public string Say(CultureInfo culture) => Wording.Say($"Timeline.{Kind}", culture, [.. Args]);
}

internal static class Timelines
{
    /// <summary>The entries as timeline lines, the oldest first.</summary>
    public static async Task<IReadOnlyList<TimelineEntry>> ToTimelineAsync(this IQueryable<LedgerEntry> entries, CancellationToken ct) =>
        await entries.AsNoTracking().OrderBy(entry => entry.At).ThenBy(entry => entry.Sequence)
            .Select(entry => new TimelineEntry(
                entry.Id, entry.At, entry.Kind, entry.ActorName, entry.OrganisationName, entry.TaskOrderId, entry.ResultId, entry.Args))
            .ToListAsync(ct);
}

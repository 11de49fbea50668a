using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Complaints;

/// <summary>A complaint as one of its sides or its handler sees it.</summary>
/// <param name="ComplainantName">Empty for the respondent, and for everybody else but the complainant and the operator.</param>
public sealed record ComplaintDetails(
    Guid Id, long Version, string Number, Guid ProcurementId, string ProcurementNumber, string ComplainantName, Guid RespondentId, string RespondentName,
    ComplaintGrounds Grounds, ComplaintStatus Status, DateTimeOffset FiledAt, DateTimeOffset AcceptUntil, string? Handler, DateTimeOffset? DecideUntil,
    string? Reply, DateTimeOffset? RepliedAt, string? Decision, ComplaintRemedy? Remedy, DateTimeOffset? DecidedAt, bool IsMine, bool IsAgainstMe);

/// <summary>Lists complaints: the operator all, others those they made or that were made against them.</summary>
public sealed class ListComplaints(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Open ones first, then the newest; the search looks at numbers and respondent.</summary>
    /// <param name="procurementId">Only those about one procurement.</param>
    public async Task<PagedList<ComplaintDetails>> ExecuteAsync(PageRequest page, Guid? procurementId = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows = await db.ComplaintsFor(context.Actor).AsNoTracking()
            .Where(row => (procurementId == null || row.ProcurementId == procurementId)
                && (words == null || row.Number.Contains(words) || row.ProcurementNumber.Contains(words) || row.RespondentName.Contains(words)))
            .OrderBy(row => row.Status == ComplaintStatus.Filed || row.Status == ComplaintStatus.Accepted ? 0 : 1)
            .ThenByDescending(row => row.FiledAt).ThenByDescending(row => row.Id)
            .PageAsync(page, context.Cancellation);
        return rows.Select(DetailsOf);
    }

    private ComplaintDetails DetailsOf(Complaint row)
    {
        var mine = row.ComplainantId == context.Actor.Organisation;
        var knowsWho = mine || context.Actor.Standing is Standing.Operator or Standing.System;
        return new ComplaintDetails(
            row.Id, row.Version, row.Number, row.ProcurementId, row.ProcurementNumber, knowsWho ? row.ComplainantName : "", row.RespondentId,
            row.RespondentName, row.Grounds, row.Status, row.FiledAt, row.AcceptUntil, row.Handler, row.DecideUntil, row.Reply, row.RepliedAt, row.Decision,
            row.Remedy, row.DecidedAt, mine, row.RespondentId == context.Actor.Organisation);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>A recipient and its receipt.</summary>
public sealed record NoticeReceipt(Guid OrganisationId, string Name, DateTimeOffset? ReceivedAt, string? ReceivedBy);

/// <summary>A notice as its recipients and the operator see it.</summary>
public sealed record OfficialNoticeSummary(
    Guid Id, string Number, string PublicId, OfficialNoticeKind Kind, string Title, NoticeText Text, Guid? CaseId, Guid? TaskOrderId, Guid? ProcurementId,
    Guid? AgencyId, bool IsMine, DateTimeOffset IssuedAt,
    DateTimeOffset? ServedAt, bool IsSealed, DateTimeOffset? LapsedAt, string? LapseReason, IReadOnlyList<NoticeReceipt> Receipts);

/// <summary>Lists the notices that went to the actor's organisation; the operator sees all, with their receipts.</summary>
public sealed class ListOfficialNotices(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Notices, the newest first; the search looks at number, title and recipients.</summary>
    /// <param name="procurementId">Only those about one procurement.</param>
    /// <param name="kind">Only those of one kind.</param>
    /// <param name="caseId">Only those about one case and its tasks.</param>
    /// <param name="taskOrderId">Only those about one task.</param>
    public async Task<PagedList<OfficialNoticeSummary>> ExecuteAsync(
        PageRequest page, Guid? procurementId = null, OfficialNoticeKind? kind = null, Guid? caseId = null, Guid? taskOrderId = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var notices = await db.OfficialNoticesFor(context.Actor).AsNoTracking()
            .Where(row => (kind == null || row.Kind == kind) && (caseId == null || row.CaseId == caseId) && (taskOrderId == null || row.TaskOrderId == taskOrderId))
            .Where(row => (procurementId == null || row.ProcurementId == procurementId)
                && (words == null || row.Number.Contains(words) || row.Title.Contains(words) || row.Recipients.Any(recipient => recipient.Name.Contains(words))))
            .OrderByDescending(row => row.IssuedAt).ThenByDescending(row => row.Id)
            .PageAsync(page, context.Cancellation);
        return notices.Select(row => SummaryOf(row, context.Actor.OrganisationId));
    }

    internal static OfficialNoticeSummary SummaryOf(OfficialNotice row, Guid? reader) => new(
        row.Id, row.Number, row.PublicId, row.Kind, row.Title, row.Text, row.CaseId, row.TaskOrderId, row.ProcurementId,
        row.AgencyId, row.Recipients.Any(recipient => recipient.OrganisationId == reader), row.IssuedAt, row.ServedAt, row.IsSealed, row.LapsedAt,
        row.LapseReason,
        [.. row.InOrder.Select(recipient => new NoticeReceipt(
            recipient.OrganisationId, recipient.Name, recipient.ReceivedAt, recipient.ReceivedBy))]);
}

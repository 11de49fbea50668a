using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>One message.</summary>
public sealed record InboxRow(
    Guid Id, long Version, LedgerKind Kind, Guid? CaseId, Guid? TaskOrderId, Guid? ResultId, Guid? SealId, Guid? ProcurementId,
    IReadOnlyList<string> Args, DateTimeOffset At, DateTimeOffset? ReadAt, Guid? AgencyId = null)
{
    /// <summary>The sentence of the message.</summary>
    public string Say(CultureInfo culture) => Wording.Say($"{nameof(LedgerKind)}.{Kind}", culture, [.. Args]);
}

/// <summary>Lists the messages of the actor's organisation.</summary>
public sealed class ListInbox(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Messages, the newest first; the search looks at case, task order, service item, agency,
    /// project and seal.</summary>
    public Task<PagedList<InboxRow>> ExecuteAsync(PageRequest page, bool unreadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        return Matching(page.Words)
            .Where(item => !unreadOnly || item.ReadAt == null)
            .OrderByDescending(item => item.At).ThenByDescending(item => item.Id)
            .Select(item => new InboxRow(
                item.Id, item.Version, item.Kind, item.CaseId, item.TaskOrderId, item.ResultId, item.SealId, item.ProcurementId, item.Args, item.At, item.ReadAt, item.AgencyId))
            .PageAsync(page, context.Cancellation);
    }

    // The message itself holds only the values of its sentence, so the search goes to what the message is about.
    private IQueryable<InboxItem> Matching(string? words)
    {
        var items = db.InboxItemsFor(context.Actor).AsNoTracking();
        return words is null
            ? items
            : items.Where(item =>
                db.Seals.Any(seal => seal.Id == item.SealId && (seal.Text.Contains(words) || seal.Number.Contains(words)))
                || db.TaskOrders.Any(order => order.Id == item.TaskOrderId
                    && (order.Number.Contains(words) || order.ServiceItemName.Contains(words) || order.AgencyName!.Contains(words)))
                || db.Procurements.Any(row => row.Id == item.ProcurementId
                    && (row.Number.Contains(words) || row.ServiceItemName.Contains(words) || row.ProjectName.Contains(words)))
                || db.Admissions.Any(row => row.Id == item.AgencyId && (row.Name.Contains(words) || row.CreditCode.Contains(words)))
                || db.ApprovalCases.Any(approvalCase => approvalCase.Id == item.CaseId
                    && (approvalCase.Number.Contains(words)
                        || db.Projects.Any(project => project.Id == approvalCase.ProjectId && project.Name.Contains(words)))));
    }
}

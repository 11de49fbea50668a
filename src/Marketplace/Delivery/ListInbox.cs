using System.Globalization;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Delivery;

/// <summary>One message.</summary>
public sealed record InboxRow(
    Guid Id, long Version, LedgerKind Kind, Guid? CaseId, Guid? TaskOrderId, Guid? ResultId, IReadOnlyList<string> Args,
    DateTimeOffset At, DateTimeOffset? ReadAt)
{
    /// <summary>The sentence of the message.</summary>
    public string Say(CultureInfo culture) => Wording.Say($"{nameof(LedgerKind)}.{Kind}", culture, [.. Args]);
}

/// <summary>Lists the messages of the actor's organisation.</summary>
public sealed class ListInbox(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadWorkbench;

    /// <summary>Messages, the newest first.</summary>
    public Task<PagedList<InboxRow>> ExecuteAsync(PageRequest page, bool unreadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(page);
        return db.InboxItemsFor(context.Actor).AsNoTracking()
            .Where(item => !unreadOnly || item.ReadAt == null)
            .OrderByDescending(item => item.At).ThenByDescending(item => item.Id)
            .Select(item => new InboxRow(
                item.Id, item.Version, item.Kind, item.CaseId, item.TaskOrderId, item.ResultId, item.Args, item.At, item.ReadAt))
            .PageAsync(page, context.Cancellation);
    }
}

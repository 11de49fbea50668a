using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>What an approval may ask for today. 清单之外无中介: what an agency makes is asked for only while the published list has the item
/// under which it is made, for this approval. An item taken off the list takes its document out of new applications.</summary>
internal static class MaterialLists
{
    /// <summary>Every slot; those that must not be asked for are marked and not required.</summary>
    public static async Task<IReadOnlyList<MaterialSlot>> SlotsTodayAsync(this MarketplaceDbContext db, string approvalItem, CancellationToken ct)
    {
        var slots = ApprovalItems.SlotsOf(approvalItem);
        var codes = slots.Select(slot => slot.ServiceItem).OfType<string>().ToList();
        var listed = codes.Count == 0 ? [] : await db.ServiceItems.AsNoTracking()
            .Where(row => codes.Contains(row.Code) && row.Status == ServiceItemStatus.Published).ToListAsync(ct);
        return
        [
            .. slots.Select(slot => slot.ServiceItem is null || listed.Any(row => row.Code == slot.ServiceItem && row.Terms.Precedes.Contains(approvalItem))
                ? slot
                : slot with { Required = false, IsOffList = true }),
        ];
    }

    /// <summary>The names of the items. Refuses to ask an applicant for the work of an agency under one that the list does not have for this approval.</summary>
    public static async Task<IReadOnlyList<string>> RequireListedAsync(
        this MarketplaceDbContext db, IReadOnlyList<string> serviceItems, string approvalItem, CancellationToken ct)
    {
        var listed = await db.ServiceItems.AsNoTracking()
            .Where(row => serviceItems.Contains(row.Code) && row.Status == ServiceItemStatus.Published).OrderBy(row => row.Code).ToListAsync(ct);
        return serviceItems.FirstOrDefault(code => !listed.Any(row => row.Code == code && row.Terms.Precedes.Contains(approvalItem))) is { } unlisted
            ? throw new RuleViolationException("material-off-list", unlisted, approvalItem)
            : [.. listed.Select(row => $"{row.Terms.Name}（{row.Code}）")];
    }
}

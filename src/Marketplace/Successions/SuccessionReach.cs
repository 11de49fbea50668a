using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Successions;

/// <summary>What one part of an act takes with it today: what the preview shows is what is carried out.</summary>
internal sealed record SuccessionReach(IReadOnlyList<string> Items, IReadOnlyList<ApprovalCase> Cases, IReadOnlyList<TaskOrder> Orders, IReadOnlyList<Panel> Panels)
{
    public static Task<SuccessionReach> OfAsync(
        MarketplaceDbContext db, OperationContext context, Succession part, IReadOnlyList<Succession> act, Organisation from)
    {
        var others = act.Where(other => other.Id != part.Id).ToList();
        List<string> elsewhere = [.. others.SelectMany(other => other.Numbers)];
        List<string> otherItems = [.. others.SelectMany(other => other.Items)];
        return part.Kind == OrganisationKind.Department
            ? OfDepartmentAsync(db, context, part, from, elsewhere, otherItems)
            : OfAgencyAsync(db, context, part, from, elsewhere, otherItems);
    }

    private static async Task<SuccessionReach> OfDepartmentAsync(
        MarketplaceDbContext db, OperationContext context, Succession part, Organisation from, List<string> elsewhere, List<string> otherItems)
    {
        var ct = context.Cancellation;
        List<string> items = [.. part.EndsFormer ? from.ApprovalItems.Except(otherItems) : part.Items];
        List<string> numbers = [.. part.Numbers];
        var cases = await db.ApprovalCases.Where(row => row.DepartmentId == from.Id && (items.Contains(row.ApprovalItem) || numbers.Contains(row.Number))
            && (row.Status == CaseStatus.Draft || row.Status == CaseStatus.Filed || row.Status == CaseStatus.Correcting || row.Status == CaseStatus.Accepted)).ToListAsync(ct);
        cases.RemoveAll(row => elsewhere.Contains(row.Number));
        var ids = cases.Select(row => row.Id).ToList();
        var orders = await db.TaskOrders.Include(row => row.Events).Where(row => ids.Contains(row.CaseId)).ToListAsync(ct);
        orders.RemoveAll(order => !TaskOrderLifecycle.TryMove(order.Status, TaskOrderAction.Transfer, out _));
        var panels = await db.Panels.Where(row => row.DepartmentId == from.Id && row.ValidTo >= context.Today).ToListAsync(ct);

        // Where some items only pass on, the panels of their services do: those that the items' rules send tasks to.
        var services = await ServicesOfAsync(db, part.EndsFormer ? otherItems : items, ct);
        panels.RemoveAll(panel => services.Contains(panel.ServiceItemCode) == part.EndsFormer);
        return new SuccessionReach(items, cases, orders, panels);
    }

    private static async Task<SuccessionReach> OfAgencyAsync(
        MarketplaceDbContext db, OperationContext context, Succession part, Organisation from, List<string> elsewhere, List<string> otherItems)
    {
        var ct = context.Cancellation;

        // What is sealed is its sealer's to the end: delivered, decided, returned to it.
        var orders = await db.TaskOrders.Include(row => row.Events).Where(row => row.AgencyId == from.Id
            && (row.Status == TaskOrderStatus.Dispatched || row.Status == TaskOrderStatus.InProgress || row.Status == TaskOrderStatus.Suspended
                || row.Status == TaskOrderStatus.Submitted)).ToListAsync(ct);
        orders.RemoveAll(order => elsewhere.Contains(order.Number) || !(part.Numbers.Contains(order.Number) || Takes(order.ServiceItemCode)));
        var panels = await db.Panels.Where(row => row.ValidTo >= context.Today).ToListAsync(ct);
        panels.RemoveAll(panel => panel.Members.All(member => member.AgencyId != from.Id) || !Takes(panel.ServiceItemCode));
        return new SuccessionReach(part.Items, [], orders, panels);

        bool Takes(string item) => part.EndsFormer ? !otherItems.Contains(item) : part.Items.Contains(item);
    }

    private static async Task<HashSet<string>> ServicesOfAsync(MarketplaceDbContext db, List<string> items, CancellationToken ct)
    {
        var rules = await db.TriggerRules.AsNoTracking().Where(rule => items.Contains(rule.ApprovalItem)).ToListAsync(ct);
        return [.. rules.SelectMany(rule => rule.Tasks).Select(task => task.ServiceItemCode)];
    }
}

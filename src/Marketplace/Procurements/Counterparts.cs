using Market.Marketplace.Catalogue;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Who does for a project what must not be done by the agency of another item of it: who prepared the budget does not audit
/// the settlement, and the other way round (预算编制与结算审核回避).</summary>
internal static class Counterparts
{
    /// <summary>Agencies that have such an item of the project, with its name.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> CounterpartsAsync(
        this MarketplaceDbContext db, ServiceItemTerms item, Guid projectId, CancellationToken ct)
    {
        // Either item may name the other.
        var editions = await db.ServiceItems.AsNoTracking().Where(row => row.Status != ServiceItemStatus.Scheduled).Select(row => row.Terms).ToListAsync(ct);
        var codes = editions.Where(other => other.SeparateFrom.Contains(item.Code)).Select(other => other.Code).Concat(item.SeparateFrom).Distinct().ToList();
        if (codes.Count == 0)
        {
            return new Dictionary<Guid, string>();
        }

        var orders = await db.TaskOrders.AsNoTracking()
            .Where(order => order.ProjectId == projectId && codes.Contains(order.ServiceItemCode) && order.AgencyId != null && order.Status != TaskOrderStatus.Stopped)
            .Select(order => new { Agency = order.AgencyId!.Value, order.ServiceItemName }).ToListAsync(ct);
        var owner = await db.Projects.Where(row => row.Id == projectId).Select(row => row.OwnerId).SingleAsync(ct);
        var bought = await db.Procurements.AsNoTracking()
            .Where(row => row.OwnerId == owner && codes.Contains(row.ServiceItemCode) && row.WinnerId != null && row.Status != ProcurementStatus.Failed && row.Status != ProcurementStatus.Voided)
            .ToListAsync(ct);
        return orders.Concat(bought.Where(row => row.Terms.ProjectId == projectId).Select(row => new { Agency = row.WinnerId!.Value, row.ServiceItemName }))
            .GroupBy(work => work.Agency).ToDictionary(work => work.Key, work => work.First().ServiceItemName);
    }
}

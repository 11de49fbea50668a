using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>An agency whom the applicant may pick.</summary>
public sealed record CommissionableAgency(Guid Id, string Name);

/// <summary>Lists the agencies among which the applicant picks for a task that the applicant commissions: admitted, and with the
/// licence that the item demands.</summary>
public sealed class ListCommissionable(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Most = 500;

    public static Permission Requires => Permission.FileCases;

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<CommissionableAgency>> ExecuteAsync(Guid taskOrderId)
    {
        var order = await db.TaskOrdersFor(context.Actor).AsNoTracking().FindOrThrowAsync(taskOrderId, context.Cancellation);
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, context.Cancellation);
        var required = item.Terms.RequiredQualification;
        var categories = required.Options.Select(option => option.Category).Distinct().ToList();
        var agencies = await db.AgenciesFor(context.Actor).AsNoTracking().Include(row => row.Qualifications)
            .Where(row => row.Status == AgencyStatus.Admitted
                && (categories.Count == 0 || row.Qualifications.Any(held => categories.Contains(held.Category))))
            .OrderBy(row => row.Name).ThenBy(row => row.Id).Take(Most).ToListAsync(context.Cancellation);
        return [.. agencies.Where(agency => agency.IsQualifiedFor(required, context.Today)).Select(agency => new CommissionableAgency(agency.Id, agency.Name))];
    }
}

using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Reads what the rules of eligibility ask about.</summary>
internal sealed class EligibleAgencies(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>All agencies with the licences that the rules look at.</summary>
    public IQueryable<Agency> All => db.Agencies.Include(agency => agency.Qualifications);

    /// <summary>The circumstances of a procurement's terms.</summary>
    /// <param name="taskOrderId">The task it is bought for, which keeps more agencies out than the terms do.</param>
    public async Task<EligibilityCircumstances> CircumstancesAsync(ProcurementTerms terms, Guid serviceItemId, Guid? taskOrderId = null)
    {
        var ct = context.Cancellation;
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == serviceItemId, ct);
        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == terms.ProjectId, ct);
        var ownerCode = await db.Organisations.Where(row => row.Id == project.OwnerId).Select(row => row.CreditCode).SingleAsync(ct);
        var departments = (await DepartmentsForAsync(item.Terms.Precedes)).Select(department => department.CreditCode).ToHashSet(StringComparer.Ordinal);
        var barred = await db.AwardBars.Where(bar => bar.Until > context.At).Select(bar => bar.AgencyId).ToListAsync(ct);
        var kept = terms.Exclusions.ToDictionary(exclusion => exclusion.AgencyId, exclusion => exclusion.Reason);
        if (taskOrderId is { } task)
        {
            await KeepOutAsync(task, kept, departments);
        }

        return new EligibilityCircumstances(
            item.Terms.RequiredQualification, context.Today, departments, ownerCode, project.DesignAgencyCode, kept, barred.ToHashSet(),
            await db.CounterpartsAsync(item.Terms, terms.ProjectId, ct));
    }

    // As on a panel: nobody reviews what it made for the applicant, has two tasks of one group, or gets what it would not take.
    private async Task KeepOutAsync(Guid taskOrderId, Dictionary<Guid, string> kept, HashSet<string> departments)
    {
        var ct = context.Cancellation;
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == taskOrderId, ct);
        departments.Add(await db.Organisations.Where(row => row.Id == order.DepartmentId).Select(row => row.CreditCode).SingleAsync(ct));
        var others = await db.TaskOrders.AsNoTracking().Where(row => row.Id != order.Id && row.AgencyId != null
            && (row.GroupId == order.GroupId || (row.CaseId == order.CaseId && row.IsOwnersChoice))).ToListAsync(ct);
        foreach (var other in others)
        {
            kept.TryAdd(other.AgencyId!.Value, other.GroupId == order.GroupId ? $"已承接同组任务 {other.Number}" : "受业主委托参与本办件");
        }

        foreach (var decline in order.Declines)
        {
            kept.TryAdd(decline.AgencyId, decline.Lapsed ? "此前未在期限内应答本任务" : "此前不承接本任务");
        }
    }

    /// <summary>The departments that decide on any of the approval items.</summary>
    public async Task<IReadOnlyList<Organisation>> DepartmentsForAsync(IReadOnlyList<string> approvalItems)
    {
        var departments = await db.Organisations.AsNoTracking().Where(row => row.Kind == OrganisationKind.Department).ToListAsync(context.Cancellation);
        return [.. departments.Where(department => department.ApprovalItems.Any(approvalItems.Contains)).OrderBy(department => department.Id)];
    }

    /// <summary>Agencies that hold a licence of a category the requirement names; all when it names none.</summary>
    public IQueryable<Agency> Licensed(EligibilityCircumstances circumstances)
    {
        var categories = circumstances.Requirement.AnyOf.Select(option => option.Category).Distinct().ToList();
        return categories.Count == 0
            ? All
            : All.Where(agency => db.Set<Qualification>().Any(held => held.AgencyId == agency.Id && categories.Contains(held.Category)));
    }
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Which admissions are wanted.</summary>
public enum AdmissionFilter
{
    /// <summary>待核验: applications and changes.</summary>
    ToCheck,

    /// <summary>公示中.</summary>
    InPublicity,

    /// <summary>拟清退.</summary>
    Clearance,

    /// <summary>全部.</summary>
    All,
}

/// <summary>An admission in the operator's list.</summary>
public sealed record AdmissionSummary(
    Guid Id, string Name, string CreditCode, AdmissionStatus Status, bool IsChange, DateOnly? CheckDueOn, Light Light, DateTimeOffset ChangedAt);

/// <summary>The operator's queue of admissions, the most urgent first.</summary>
public sealed class ListAdmissions(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.CheckAdmissions;

    /// <summary>The search looks at name and credit code.</summary>
    public async Task<PagedList<AdmissionSummary>> ExecuteAsync(PageRequest page, AdmissionFilter filter = AdmissionFilter.ToCheck)
    {
        ArgumentNullException.ThrowIfNull(page);
        var rows = db.AdmissionsFor(context.Actor).AsNoTracking();
        rows = filter switch
        {
            AdmissionFilter.ToCheck => rows.Where(row => row.CheckDueOn != null),
            AdmissionFilter.InPublicity => rows.Where(row => row.Status == AdmissionStatus.InPublicity),
            AdmissionFilter.Clearance => rows.Where(row => row.Status == AdmissionStatus.ClearanceNotified),
            AdmissionFilter.All => rows,
        };
        if (page.Words is { } words)
        {
            rows = rows.Where(row => row.Name.Contains(words) || row.CreditCode.Contains(words));
        }

        var found = await rows.OrderBy(row => row.CheckDueOn == null).ThenBy(row => row.CheckDueOn).ThenByDescending(row => row.ChangedAt).ThenBy(row => row.Id)
            .PageAsync(page, context.Cancellation);
        var ids = found.Rows.Select(row => row.Id).ToList();
        var open = await db.Set<AdmissionSubmission>().AsNoTracking().Where(row => ids.Contains(row.AdmissionId) && row.Result == CheckResult.Open)
            .ToDictionaryAsync(row => row.AdmissionId, context.Cancellation);
        return found.Select(row => new AdmissionSummary(
            row.Id, row.Name, row.CreditCode, row.Status, open.GetValueOrDefault(row.Id)?.IsChange == true, row.CheckDueOn,
            open.GetValueOrDefault(row.Id) is { } waiting ? Light.Of(waiting.Deadline, context.Today, context.Calendar) : Light.None, row.ChangedAt));
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>Which procurements are wanted.</summary>
public enum ProcurementScope
{
    /// <summary>All that are published.</summary>
    Published,

    /// <summary>The owner's own, drafts included.</summary>
    Own,

    /// <summary>Those the agency signed up for.</summary>
    SignedUp,
}

/// <summary>A procurement in a list.</summary>
public sealed record ProcurementSummary(
    Guid Id, string Number, string ProjectName, string ServiceItemCode, string ServiceItemName, string OwnerName, SelectionMethod Method, FundSource Funds,
    decimal HighestAmount, ProcurementStatus Status, DateTimeOffset? PublishedAt, DateTimeOffset? SignUpUntil, string? WinnerName, DateTimeOffset? EndedAt)
{
    /// <summary>Whether a department buys it for a task that found no agency.</summary>
    public bool IsForTask { get; init; }

    internal static ProcurementSummary Of(Procurement row) => new(
        row.Id, row.Number, row.ProjectName, row.ServiceItemCode, row.ServiceItemName, row.OwnerName, row.Terms.Method, row.Terms.Funds, row.Terms.HighestAmount,
        row.Status, row.PublishedAt, row.SignUpUntil, row.WinnerName, row.EndedAt)
    {
        IsForTask = row.TaskOrderId is not null,
    };
}

/// <summary>Lists procurements (采购项目).</summary>
public sealed class ListProcurements(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first; the search looks at number, project, item, owner and winner.</summary>
    public async Task<PagedList<ProcurementSummary>> ExecuteAsync(
        PageRequest page, ProcurementScope scope = ProcurementScope.Published, ProcurementStatus? status = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var rows = scope switch
        {
            ProcurementScope.Published => db.ProcurementsFor(context.Actor).Where(row => row.Status != ProcurementStatus.Draft),
            ProcurementScope.Own => db.ProcurementsOf(context.Actor),
            ProcurementScope.SignedUp => db.ProcurementsFor(context.Actor)
                .Where(row => db.SignUps.Any(entry => entry.ProcurementId == row.Id && entry.AgencyId == context.Actor.Organisation)),
        };
        rows = rows.AsNoTracking().Where(row => status == null || row.Status == status);
        var found = page.Words is null
            ? await rows.OrderByDescending(row => row.PublishedAt ?? row.CreatedAt).ThenByDescending(row => row.Id).PageAsync(page, context.Cancellation)
            : await db.FindPageAsync(rows, SearchScope.Procurements, page, isWhole: false, context.Cancellation);
        return found.Select(ProcurementSummary.Of);
    }
}

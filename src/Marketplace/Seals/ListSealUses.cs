using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>One line of the log of seal uses.</summary>
/// <param name="ResultId">The sealed result; none for a contract.</param>
/// <param name="ProcurementId">The procurement of the sealed contract.</param>
/// <param name="ReportNumber">Number of the report, or of the contract.</param>
/// <param name="ApplicationNumber">The application under which the unit's seal was used; none for practitioners.</param>
public sealed record SealUseRow(
    Guid Id, DateTimeOffset At, Guid SealId, string SealText, string RoleTitle, string UserName, string? ApplicationNumber,
    string? AppliedBy, string? ApprovedBy, string AgencyName, Guid? ResultId, Guid? ProcurementId, string ReportNumber, string ServiceItemName,
    string Sha256Before, string Sha256After, string? WarningCodes)
{
    /// <summary>What the holder was warned of when sealing: codes of the signing library's catalogue.</summary>
    public IReadOnlyList<string> Warnings => WarningCodes?.Split(' ') ?? [];
}

/// <summary>Lists the uses of seals (用印日志): the agency its own, the operator all.</summary>
public sealed class ListSealUses(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Uses of one seal or of all, the newest first; the search looks at seal, person, agency, report and application.</summary>
    public Task<PagedList<SealUseRow>> ExecuteAsync(PageRequest page, Guid? sealId = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var rows =
            from use in db.SealUsesFor(context.Actor).AsNoTracking()
            join agency in db.Organisations on use.AgencyId equals agency.Id
            join result in db.Results on use.ResultId equals (Guid?)result.Id into results
            from result in results.DefaultIfEmpty()
            join order in db.TaskOrders on (Guid?)result!.TaskOrderId equals (Guid?)order.Id into orders
            from order in orders.DefaultIfEmpty()
            join contract in db.Contracts on use.ContractId equals (Guid?)contract.Id into contracts
            from contract in contracts.DefaultIfEmpty()
            where sealId == null || use.SealId == sealId
            where words == null || use.SealText.Contains(words) || use.UserName.Contains(words) || agency.Name.Contains(words)
                || result!.ReportNumber.Contains(words) || contract!.Number.Contains(words) || use.ApplicationNumber!.Contains(words)
            orderby use.At descending, use.Id descending
            select new SealUseRow(
                use.Id, use.At, use.SealId, use.SealText, use.RoleTitle, use.UserName, use.ApplicationNumber, use.AppliedBy,
                use.ApprovedBy, agency.Name, use.ResultId, use.ContractId == null ? null : (Guid?)contract!.ProcurementId,
                use.ContractId == null ? result!.ReportNumber : contract!.Number, use.ContractId == null ? order!.ServiceItemName : contract!.ServiceItemName,
                use.Sha256Before, use.Sha256After, use.WarningCodes);
        return rows.PageAsync(page, context.Cancellation);
    }
}

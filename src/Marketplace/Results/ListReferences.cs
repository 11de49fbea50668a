using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>A case that relies on a result made for another one.</summary>
public sealed record ReferenceRow(Guid CaseId, string CaseNumber, CaseStatus CaseStatus, string ReferredBy, DateTimeOffset At);

/// <summary>A result that a case relies on although it was made for another one.</summary>
public sealed record ReferredResult(
    Guid ResultId, string PublicId, string ServiceItemName, string ReportNumber, string AgencyName, ResultStatus Status, Verdict? Verdict, LaterDecision? Later);

/// <summary>Lists the cases that refer to a result, as far as the reader sees them.</summary>
public sealed class ListReferences(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The cases, the earliest first.</summary>
    public async Task<IReadOnlyList<ReferenceRow>> ExecuteAsync(Guid resultId)
    {
        _ = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(resultId, context.Cancellation);
        return await db.ResultReferences.AsNoTracking().Where(row => row.ResultId == resultId)
            .Join(db.CasesFor(context.Actor), row => row.CaseId, approvalCase => approvalCase.Id, (row, approvalCase) => new { row, approvalCase })
            .OrderBy(pair => pair.row.At)
            .Select(pair => new ReferenceRow(pair.approvalCase.Id, pair.approvalCase.Number, pair.approvalCase.Status, pair.row.ReferredBy, pair.row.At))
            .ToListAsync(context.Cancellation);
    }
}

/// <summary>Lists the results a case refers to.</summary>
public sealed class ListReferredResults(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadCases;

    /// <summary>The results, the earliest reference first.</summary>
    public async Task<IReadOnlyList<ReferredResult>> ExecuteAsync(Guid caseId)
    {
        _ = await db.CasesFor(context.Actor).AsNoTracking().FindOrThrowAsync(caseId, context.Cancellation);
        var rows = await db.ResultReferences.AsNoTracking().Where(row => row.CaseId == caseId).OrderBy(row => row.At)
            .Join(db.Results, row => row.ResultId, result => result.Id, (_, result) => result)
            .Join(db.TaskOrders, result => result.TaskOrderId, order => order.Id, (result, order) => new { Result = result, order.ServiceItemName, order.AgencyName })
            .ToListAsync(context.Cancellation);
        return [.. rows.Select(row => new ReferredResult(
            row.Result.Id, row.Result.PublicId, row.ServiceItemName, row.Result.ReportNumber, row.AgencyName ?? "", row.Result.Status, row.Result.ChecksThatCount(doubt: null)?.Verdict, row.Result.Later))];
    }
}

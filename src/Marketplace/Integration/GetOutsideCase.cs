using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>A task order as the department's system sees it.</summary>
public sealed record OutsideTask(
    Guid Id, string Number, string ServiceItemCode, string ServiceItemName, TaskOrderStatus Status, string? AgencyName, int LimitWorkingDays,
    DateOnly? DueOn, DateTimeOffset? DispatchedAt, DateTimeOffset? CompletedAt, IReadOnlyList<OutsideResult> Results);

/// <summary>A result that has reached the desk.</summary>
public sealed record OutsideResult(
    Guid Id, string ReportNumber, string Conclusion, ResultStatus Status, DateTimeOffset? DeliveredAt, string PublicAddress);

/// <summary>A case of the department's own system with what has become of it here.</summary>
public sealed record OutsideCaseDetails(
    string ExternalNumber, Guid CaseId, string Number, long Version, CaseStatus Status, DateTimeOffset ReceivedAt, DateTimeOffset ChangedAt,
    IReadOnlyList<OutsideTask> Tasks);

/// <summary>Reads a case by its number in the department's system.</summary>
public sealed class GetOutsideCase(MarketplaceDbContext db, OperationContext context, MarketplaceOptions options) : IOperation
{
    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>The case.</summary>
    public async Task<OutsideCaseDetails> ExecuteAsync(string externalNumber)
    {
        var ct = context.Cancellation;
        var tie = await db.ExchangedCases.AsNoTracking().SingleOrDefaultAsync(
            row => row.DepartmentId == context.Actor.Organisation && row.ExternalNumber == externalNumber, ct)
            ?? throw new NotFoundException(nameof(ExchangedCase));
        var approvalCase = await db.CasesFor(context.Actor).AsNoTracking().FindOrThrowAsync(tie.Id, ct);
        var orders = await db.TaskOrdersFor(context.Actor).AsNoTracking().IgnoreAutoIncludes().Where(order => order.CaseId == tie.Id)
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.ServiceItemCode).ToListAsync(ct);
        var ids = orders.Select(order => order.Id).ToList();
        var results = await db.ResultsFor(context.Actor).AsNoTracking().IgnoreAutoIncludes().Where(row => ids.Contains(row.TaskOrderId))
            .OrderBy(row => row.DeliveredAt).ToListAsync(ct);
        return new OutsideCaseDetails(
            tie.ExternalNumber, tie.Id, approvalCase.Number, tie.Version, approvalCase.Status, tie.ReceivedAt, tie.ChangedAt,
            [
                .. orders.Select(order => new OutsideTask(
                    order.Id, order.Number, order.ServiceItemCode, order.ServiceItemName, order.Status, order.AgencyName, order.LimitWorkingDays,
                    order.Deadline?.DueOn, order.DispatchedAt, order.CompletedAt,
                    [
                        .. results.Where(row => row.TaskOrderId == order.Id).Select(row => new OutsideResult(
                            row.Id, row.ReportNumber, row.Conclusion, row.Status, row.DeliveredAt,
                            new Uri(options.PublicUrl, $"verify/{row.PublicId}").AbsoluteUri)),
                    ])),
            ]);
    }
}

/// <summary>A line of the list of exchanged cases.</summary>
public sealed record OutsideCaseRow(string ExternalNumber, Guid CaseId, string Number, long Version, CaseStatus Status, DateTimeOffset ReceivedAt);

/// <summary>A part of the list; <paramref name="Next"/> is where the following part begins, none at the end.</summary>
public sealed record OutsideCasePage(IReadOnlyList<OutsideCaseRow> Cases, string? Next);

/// <summary>Lists the exchanged cases of the department in the order in which they came.</summary>
public sealed class ListOutsideCases(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int LargestPage = 500;

    public static Permission Requires => Permission.ExchangeCases;

    /// <summary>The cases after a cursor. Their ids sort by time, so that a case which comes meanwhile is not passed over by a reader at the end.</summary>
    public async Task<OutsideCasePage> ExecuteAsync(Guid? after = null, int limit = 100)
    {
        var size = Math.Clamp(limit, 1, LargestPage);
        var start = after is { } id
            ? await db.ExchangedCases.Where(row => row.Id == id && row.DepartmentId == context.Actor.Organisation)
                .Select(row => (DateTimeOffset?)row.ReceivedAt).SingleOrDefaultAsync(context.Cancellation) ?? throw new NotFoundException("cursor")
            : (DateTimeOffset?)null;
        var number = after is { } shown
            ? await db.ExchangedCases.Where(row => row.Id == shown).Select(row => row.ExternalNumber).SingleAsync(context.Cancellation)
            : "";
        var rows = await (
            from tie in db.ExchangedCases.AsNoTracking()
            join approvalCase in db.ApprovalCases.IgnoreAutoIncludes() on tie.Id equals approvalCase.Id
            where tie.DepartmentId == context.Actor.Organisation
                && (start == null || tie.ReceivedAt > start || (tie.ReceivedAt == start && tie.ExternalNumber.CompareTo(number) > 0))
            orderby tie.ReceivedAt, tie.ExternalNumber
            select new OutsideCaseRow(tie.ExternalNumber, tie.Id, approvalCase.Number, tie.Version, approvalCase.Status, tie.ReceivedAt))
            .Take(size).ToListAsync(context.Cancellation);
        return new OutsideCasePage(rows, rows.Count == size ? rows[^1].CaseId.ToString() : null);
    }
}

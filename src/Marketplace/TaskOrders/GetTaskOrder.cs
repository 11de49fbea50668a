using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Projects;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>A task order with everything a page shows.</summary>
/// <param name="SealWarnings">For the agency, while seals are still to be put on: those that do not last until the due day.</param>
public sealed record TaskOrderDetails(
    Guid Id, long Version, string Number, Guid CaseId, string CaseNumber, ProjectSummary Project, string DepartmentName,
    string ServiceItemCode, string ServiceItemName, string Deliverable, IReadOnlyList<SealStep> SealScheme, Payer Payer,
    string PriceBasis, string? FrameworkAgreementNumber, Guid? AgencyId, string? AgencyName, TaskOrderStatus Status,
    Deadline? Deadline, Light Light, DateTimeOffset CreatedAt, DateTimeOffset? DispatchedAt, DateTimeOffset? AcceptedAt,
    DateTimeOffset? HandedInAt, DateTimeOffset? CompletedAt, int ReturnCount, IReadOnlyList<AssignmentEvidence> Assignments,
    IReadOnlyList<DeclinedOffer> Declines, IReadOnlyList<MaterialRow> Materials, IReadOnlyList<ResultSummary> Results,
    IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<TaskOrderAction> Actions, IReadOnlyList<SealWarning> SealWarnings)
{
    /// <summary>The clocks beside the agency's own, the pauses and the requests for time.</summary>
    public required TaskClock Clock { get; init; }

    /// <summary>金额; none until it is fixed.</summary>
    public decimal? Amount { get; init; }

    /// <summary>合同号.</summary>
    public string? ContractNumber { get; init; }

    /// <summary>Whether the applicant picks the agency.</summary>
    public bool IsOwnersChoice { get; init; }

    /// <summary>What is being bought because no panel has an agency; its draft is the department's to see.</summary>
    public TaskProcurement? Procurement { get; init; }

    /// <summary>Until when bids of a second round are awaited; none when there is no such round now.</summary>
    public DateTimeOffset? BidsUntil { get; init; }
}

/// <summary>The procurement of a task without agency.</summary>
public sealed record TaskProcurement(Guid Id, string Number, ProcurementStatus Status);

/// <summary>What a page shows of a task's clocks.</summary>
/// <param name="Supplements">Files that the owner handed in later.</param>
public sealed record TaskClock(
    DateTimeOffset? AnswerDueAt, Deadline? DecisionDeadline, Light DecisionLight, DateTimeOffset? ReceivedAt, IReadOnlyList<TaskPause> Pauses,
    IReadOnlyList<TaskExtension> Extensions, string? StopReason, DateTimeOffset? StoppedAt, int WorkDonePercent,
    IReadOnlyList<SupplementFile> Supplements);

/// <summary>A file handed in when the agency had asked for it.</summary>
public sealed record SupplementFile(Guid PauseId, Guid FileId, string Name, long Size);

/// <summary>Reads a task order with its deadline's arithmetic, the proof of its assignment and its result versions.</summary>
public sealed class GetTaskOrder(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The task order.</summary>
    public async Task<TaskOrderDetails> ExecuteAsync(Guid id)
    {
        var ct = context.Cancellation;
        var order = await db.TaskOrdersFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, ct);
        var approvalCase = await db.ApprovalCases.AsNoTracking().SingleAsync(row => row.Id == order.CaseId, ct);
        var project = await db.Projects.AsNoTracking().SingleAsync(row => row.Id == order.ProjectId, ct);
        var department = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == order.DepartmentId, ct);
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var results = await db.ResultsFor(context.Actor).AsNoTracking().Where(row => row.TaskOrderId == id)
            .OrderByDescending(row => row.Number).ToListAsync(ct);
        var timeline = await db.LedgerEntries.Where(entry => entry.TaskOrderId == id).ToTimelineAsync(ct);
        return new TaskOrderDetails(
            order.Id, order.Version, order.Number, order.CaseId, approvalCase.Number, ProjectSummary.Of(project), department.Name,
            order.ServiceItemCode, order.ServiceItemName, item.Terms.Deliverable, item.Terms.SealScheme, order.Payer,
            order.PriceBasis, order.FrameworkAgreementNumber, order.AgencyId, order.AgencyName, order.Status, order.Deadline,
            order.LightOn(context.Today, context.Calendar), order.CreatedAt, order.DispatchedAt, order.AcceptedAt, order.HandedInAt,
            order.CompletedAt, order.ReturnCount, order.Assignments, order.Declines,
            await approvalCase.MaterialRowsAsync(db, ct), [.. results.Select(ResultSummary.Of)], timeline,
            order.ActionsFor(context.Actor), await WarningsAsync(order, item))
        {
            Clock = new TaskClock(
                order.AnswerDueAt, order.DecisionDeadline,
                order.DecisionDeadline is { } desk ? Light.Of(desk, context.Today, context.Calendar, order.Clock) : Light.None,
                order.ReceivedAt, order.Pauses, order.Extensions, order.StopReason, order.StoppedAt, order.WorkDonePercent,
                await SupplementsAsync(order.Id)),
            Amount = order.Amount,
            ContractNumber = order.ContractNumber,
            IsOwnersChoice = order.IsOwnersChoice,
            Procurement = await db.ProcurementsFor(context.Actor).AsNoTracking().Where(row => row.TaskOrderId == id)
                .OrderByDescending(row => row.CreatedAt).Select(row => new TaskProcurement(row.Id, row.Number, row.Status)).FirstOrDefaultAsync(ct),
            BidsUntil = order.BidsUntil,
        };
    }

    private async Task<IReadOnlyList<SupplementFile>> SupplementsAsync(Guid id) =>
        await (
            from supplement in db.TaskSupplements.AsNoTracking()
            join file in db.StoredFiles on supplement.FileId equals file.Id
            where supplement.TaskOrderId == id
            orderby supplement.HandedInAt, file.Name
            select new SupplementFile(supplement.PauseId, file.Id, file.Name, file.Size)).ToListAsync(context.Cancellation);

    private async Task<IReadOnlyList<SealWarning>> WarningsAsync(TaskOrder order, ServiceItem item) =>
        context.Actor.Standing == Standing.Agency && order is
        {
            AgencyId: { } agency, Deadline: { } deadline,
            Status: TaskOrderStatus.Dispatched or TaskOrderStatus.InProgress or TaskOrderStatus.Submitted
        }
            ? await db.SealWarningsAsync(agency, item.Terms.SealScheme, deadline.DueOn, context)
            : [];
}

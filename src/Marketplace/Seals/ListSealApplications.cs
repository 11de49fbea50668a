using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>An application in a list.</summary>
/// <param name="MayDecide">Whether the actor may approve or return it now.</param>
/// <param name="MayWithdraw">Whether the actor may take it back now.</param>
/// <param name="DueOn">When the task is due; waiting does not move it.</param>
public sealed record SealApplicationRow(
    Guid Id, long Version, string Number, Guid ResultId, int StepOrder, string RoleTitle, string ReportNumber, int ResultNumber,
    string ServiceItemName, string ProjectName, string? AgencyName, string Reason, SealApplicationStatus Status, string AppliedBy,
    DateTimeOffset AppliedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason, DateTimeOffset? UsedAt,
    DateOnly? DueOn, Light Light, bool MayDecide, bool MayWithdraw);

/// <summary>Lists the applications for the unit's seal.</summary>
public sealed class ListSealApplications(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>Waiting applications by due date, others the newest first; the search looks at number, report number, item,
    /// project and applicant.</summary>
    public async Task<PagedList<SealApplicationRow>> ExecuteAsync(
        PageRequest page, SealApplicationStatus? status = null, Guid? resultId = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var words = page.Words;
        var found =
            from application in db.SealApplicationsFor(context.Actor)
            join result in db.Results on application.ResultId equals result.Id
            join order in db.TaskOrders on result.TaskOrderId equals order.Id
            join project in db.Projects on order.ProjectId equals project.Id
            where status == null || application.Status == status
            where resultId == null || application.ResultId == resultId
            where words == null || application.Number.Contains(words) || result.ReportNumber.Contains(words)
                || order.ServiceItemName.Contains(words) || project.Name.Contains(words) || application.AppliedBy.Contains(words)
            select new { Application = application, Result = result, Order = order, ProjectName = project.Name };
        var ordered = status == SealApplicationStatus.Pending
            ? found.OrderBy(row => row.Order.DueAt).ThenBy(row => row.Application.Id)
            : found.OrderByDescending(row => row.Application.AppliedAt).ThenByDescending(row => row.Application.Id);
        var rows = await ordered.AsNoTracking().PageAsync(page, context.Cancellation);
        var mayApprove = context.Actor.May(Permission.ApproveSealUse);
        return rows.Select(row => new SealApplicationRow(
            row.Application.Id, row.Application.Version, row.Application.Number, row.Result.Id, row.Application.StepOrder,
            row.Result.Steps.Single(step => step.Order == row.Application.StepOrder).RoleTitle, row.Result.ReportNumber,
            row.Result.Number, row.Order.ServiceItemName, row.ProjectName, row.Order.AgencyName, row.Application.Reason,
            row.Application.Status, row.Application.AppliedBy, row.Application.AppliedAt, row.Application.DecidedBy,
            row.Application.DecidedAt, row.Application.DecisionReason, row.Application.UsedAt, row.Order.Deadline?.DueOn,
            row.Order.LightOn(context.Today, context.Calendar),
            mayApprove && row.Application.Status == SealApplicationStatus.Pending && row.Application.AppliedById != context.Actor.UserId,
            row.Application.IsOpen && row.Application.AppliedById == context.Actor.UserId));
    }
}

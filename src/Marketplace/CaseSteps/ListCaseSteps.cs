using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.CaseSteps;

/// <summary>A delivered result that a department checks against: the same package for all of them.</summary>
public sealed record PackageResult(string ServiceItemName, string ReportNumber, string AgencyName, string PublicId, Guid? FileId);

/// <summary>A step with everything a page shows.</summary>
public sealed record CaseStepRow(
    Guid Id, long Version, string Number, Guid CaseId, string CaseNumber, string ProjectName, CaseStepKind Kind, string Title, Guid DepartmentId,
    string DepartmentName, CaseStepStatus Status, Deadline? Deadline, Light Light, DateOnly? PublicUntil, DateOnly? MeetsOn,
    IReadOnlyList<string> Attendees, string? Opinion, string? DecidedBy, DateTimeOffset? DecidedAt, IReadOnlyList<Rectification> Rectifications,
    IReadOnlyList<PublicityRemark> Remarks, IReadOnlyList<PackageResult> Package, bool Mine);

/// <summary>Lists departments' own steps: of one case, or those that wait for the actor's department.</summary>
public sealed class ListCaseSteps(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Shown = 100;

    public static Permission Requires => Permission.ReadCases;

    /// <summary>Steps in the order of their case, or the most urgent first.</summary>
    public async Task<IReadOnlyList<CaseStepRow>> ExecuteAsync(Guid? caseId = null)
    {
        var steps = caseId is { } id
            ? db.CaseStepsFor(context.Actor).Where(row => row.CaseId == id).OrderBy(row => row.CreatedAt).ThenBy(row => row.Position)
            : db.CaseStepsOf(context.Actor).Where(row => row.Status == CaseStepStatus.Open || row.Status == CaseStepStatus.Rectifying)
                .OrderBy(row => row.NextSweepAt == null).ThenBy(row => row.NextSweepAt).ThenBy(row => row.Id);
        var rows = await (
            from step in steps.AsNoTracking()
            join approvalCase in db.ApprovalCases on step.CaseId equals approvalCase.Id
            join project in db.Projects on step.ProjectId equals project.Id
            select new { Step = step, approvalCase.Number, ProjectName = project.Name }).Take(Shown).ToListAsync(context.Cancellation);
        var cases = rows.Select(row => row.Step.CaseId).Distinct().ToList();
        var packages = await (
            from result in db.Results.AsNoTracking()
            join order in db.TaskOrders on result.TaskOrderId equals order.Id
            where cases.Contains(order.CaseId) && (result.Status == ResultStatus.Delivered || result.Status == ResultStatus.Accepted)
            select new { order.CaseId, order.ServiceItemName, result.ReportNumber, order.AgencyName, result.PublicId, result.SealedFileId })
            .ToListAsync(context.Cancellation);
        return
        [
            .. rows.Select(row => new CaseStepRow(
                row.Step.Id, row.Step.Version, row.Step.Number, row.Step.CaseId, row.Number, row.ProjectName, row.Step.Kind, row.Step.Title,
                row.Step.DepartmentId, row.Step.DepartmentName, row.Step.Status, row.Step.Deadline,
                row.Step is { Status: CaseStepStatus.Open, Deadline: { } running } ? Light.Of(running, context.Today, context.Calendar, context.Clock) : Light.None,
                row.Step.PublicUntil, row.Step.MeetsOn, row.Step.Attendees, row.Step.Opinion, row.Step.DecidedBy, row.Step.DecidedAt,
                row.Step.Rectifications, row.Step.Remarks,
                [.. packages.Where(result => result.CaseId == row.Step.CaseId).Select(result => new PackageResult(
                    result.ServiceItemName, result.ReportNumber, result.AgencyName ?? "", result.PublicId, result.SealedFileId))],
                row.Step.DepartmentId == context.Actor.Organisation)),
        ];
    }
}

/// <summary>A publicity as everybody sees it.</summary>
public sealed record PublicityRow(
    string Number, CaseStepKind Kind, string Title, string ProjectName, string OwnerName, string CaseNumber, string DepartmentName, DateOnly Until, CaseStepStatus Status);

/// <summary>Lists what departments have made public: 批前公示 and 批后公布.</summary>
public sealed class ListPublicity(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first.</summary>
    public Task<PagedList<PublicityRow>> ExecuteAsync(PageRequest page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return (
            from step in db.CaseSteps.AsNoTracking()
            join approvalCase in db.ApprovalCases on step.CaseId equals approvalCase.Id
            join project in db.Projects on step.ProjectId equals project.Id
            where step.PublicUntil != null
            orderby step.CreatedAt descending, step.Id
            select new PublicityRow(
                step.Number, step.Kind, step.Title, project.Name, project.OwnerName, approvalCase.Number, step.DepartmentName, step.PublicUntil!.Value, step.Status))
            .PageAsync(page, context.Cancellation);
    }
}

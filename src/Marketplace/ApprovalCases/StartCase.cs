using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.ProjectBoxes;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The owner begins an application; it stays a draft until filed.</summary>
public sealed class StartCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the new case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid projectId, string approvalItem = ApprovalItems.PlanningPermit)
    {
        _ = ApprovalItems.SlotsOf(approvalItem);
        var project = await db.ProjectsFor(context.Actor).FindOrThrowAsync(projectId, context.Cancellation);
        var departments = await db.Organisations.Where(row => row.Kind == OrganisationKind.Department).ToListAsync(context.Cancellation);
        var department = departments.Find(row => row.ApprovalItems.Contains(approvalItem))
            ?? throw new RuleViolationException("no-department", approvalItem);

        var approvalCase = ApprovalCase.Start(project, department, approvalItem, context);
        await approvalCase.FillAsync(db, context);
        db.Add(approvalCase);
        var started = new Journal(db, context).Record(
            LedgerKind.CaseStarted, new Subject(project.Id, approvalCase.Id), approvalCase.Number, approvalItem);
        await new TriggeredDispatch(db, context).FireAsync(TriggerEvent.CaseStarted, approvalCase, started.Id);
        return approvalCase.Id;
    }
}

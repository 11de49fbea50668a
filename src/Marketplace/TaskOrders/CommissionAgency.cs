using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.TaskOrders;

/// <summary>The applicant picks the agency of what must be ready before the application is filed, and pays it (中介服务). After
/// acceptance there is no such choice, and nobody else has it.</summary>
public sealed class CommissionAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns how the order stands.</summary>
    public async Task<TaskOrderStatus> ExecuteAsync(Guid id, long version, Guid agencyId)
    {
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var approvalCase = await db.ApprovalCases.SingleAsync(row => row.Id == order.CaseId, context.Cancellation);
        if (approvalCase.Status != CaseStatus.Draft)
        {
            throw new RuleViolationException("not-owners-choice");
        }

        var agency = await db.AgenciesFor(context.Actor).Include(row => row.Qualifications).FindOrThrowAsync(agencyId, context.Cancellation);
        var item = await db.ServiceItems.SingleAsync(row => row.Id == order.ServiceItemId, context.Cancellation);
        if (agency.Status != AgencyStatus.Admitted)
        {
            throw new RuleViolationException("agency-not-admitted", agency.Name);
        }

        if (!agency.IsQualifiedFor(item.Terms.RequiredQualification, context.Today))
        {
            throw new RuleViolationException("agency-not-qualified", agency.Name, item.Terms.RequiredQualification.Text);
        }

        await RequireApartAsync(order, agency, item);
        order.Expect(version).Commission(agency, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(
                LedgerKind.TaskDispatched, TriggeredDispatch.SubjectOf(order), order.Number, order.ServiceItemName, agency.Name,
                $"{order.Deadline!.DueOn:yyyy-MM-dd}"),
            agency.Id);
        return order.Status;
    }

    // The applicant chooses freely, and not among those whom the rules keep out of any choice.
    private async Task RequireApartAsync(TaskOrder order, Agency agency, ServiceItem item)
    {
        var department = await db.Organisations.Where(row => row.Id == order.DepartmentId).Select(row => row.CreditCode).SingleAsync(context.Cancellation);
        if (agency.RelatedOrganisationCodes.Contains(department))
        {
            throw new RuleViolationException("agency-of-department", agency.Name);
        }

        if ((await db.CounterpartsAsync(item.Terms, order.ProjectId, context.Cancellation)).GetValueOrDefault(agency.Id) is { } does)
        {
            throw new RuleViolationException("agency-counterpart", agency.Name, does);
        }
    }
}

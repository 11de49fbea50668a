using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Organisations;

/// <summary>Gives a department an approval item to decide.</summary>
public sealed class AssignApprovalItem(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.MaintainRegisters;

    /// <summary>Returns the department's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid departmentId, string approvalItem)
    {
        _ = ApprovalCases.ApprovalItems.SlotsOf(approvalItem);
        var department = await db.Organisations.Where(row => row.Kind == OrganisationKind.Department).FindOrThrowAsync(departmentId, context.Cancellation);
        department.TakeOn(approvalItem);
        return department.Id;
    }
}

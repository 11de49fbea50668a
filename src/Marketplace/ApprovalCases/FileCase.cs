using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The owner hands the application in (申报).</summary>
public sealed class FileCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);

        approvalCase.Expect(version).File(context);
        var journal = new Journal(db, context);
        var filed = journal.Record(
            LedgerKind.CaseFiled, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, approvalCase.ApprovalItem);
        journal.Notify(filed, approvalCase.DepartmentId);
        return approvalCase.Id;
    }
}

using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The applicant withdraws the application (撤件); its tasks get a notice to stop.</summary>
public sealed class WithdrawCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns how many tasks were stopped.</summary>
    public async Task<int> ExecuteAsync(Guid caseId, long version, string reason)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        approvalCase.Expect(version).Withdraw(reason, context);
        var journal = new Journal(db, context);
        var withdrawn = journal.Record(
            LedgerKind.CaseWithdrawn, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, reason.Trim());
        journal.Notify(withdrawn, approvalCase.DepartmentId);
        var stopped = await new StoppingWork(db, context).StopAsync(approvalCase, $"撤件：{reason.Trim()}");
        await new CaseNotices(db, context).WithdrawnAsync(approvalCase, stopped);
        return stopped;
    }
}

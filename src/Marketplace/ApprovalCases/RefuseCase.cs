using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The department does not accept the application, with a reason (不予受理).</summary>
public sealed class RefuseCase(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, string reason)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);

        approvalCase.Expect(version).Refuse(reason, context);
        var journal = new Journal(db, context);
        var refused = journal.Record(
            LedgerKind.CaseNotAccepted, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, reason.Trim());
        journal.Notify(refused, approvalCase.OwnerId);
        await new CaseNotices(db, context).NotAcceptedAsync(approvalCase);
        return approvalCase.Id;
    }
}

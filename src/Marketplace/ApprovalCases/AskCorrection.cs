using Market.Marketplace.Ledger;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The department says once and completely what is missing (一次性告知补正, 行政许可法 art. 32).</summary>
public sealed class AskCorrection(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.DecideCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, string what)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        approvalCase.Expect(version).AskCorrection(what, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.CorrectionAsked, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, what.Trim()),
            approvalCase.OwnerId);
        await new CaseNotices(db, context).CorrectionAskedAsync(approvalCase);
        return approvalCase.Id;
    }
}

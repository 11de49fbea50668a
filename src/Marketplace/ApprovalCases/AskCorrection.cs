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
    /// <param name="caseId">The case.</param>
    /// <param name="version">As the page showed it.</param>
    /// <param name="what">All that is missing.</param>
    /// <param name="serviceItems">The list items under which agencies make what is asked for; none where no agency's work is asked for.</param>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, string what, IReadOnlyList<string>? serviceItems = null)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        if (serviceItems is { Count: > 0 })
        {
            var listed = await db.RequireListedAsync(serviceItems, approvalCase.ApprovalItem, context.Cancellation);
            what = $"{what?.Trim()}\n须补交的中介成果（均在中介服务事项清单内）：{string.Join("、", listed)}";
        }

        approvalCase.Expect(version).AskCorrection(what, context);
        var journal = new Journal(db, context);
        journal.Notify(
            journal.Record(LedgerKind.CorrectionAsked, new Subject(approvalCase.ProjectId, approvalCase.Id), approvalCase.Number, what.Trim()),
            approvalCase.OwnerId);
        await new CaseNotices(db, context).CorrectionAskedAsync(approvalCase);
        return approvalCase.Id;
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>The owner uses an accepted result in another case of the same project, without handing anything in again.</summary>
public sealed class ReferToResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Refers to the result; doing it twice changes nothing.</summary>
    public async Task<Guid> ExecuteAsync(Guid resultId, Guid caseId)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(resultId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var target = await db.CasesFor(context.Actor).AsNoTracking().FindOrThrowAsync(caseId, ct);
        if (result.Status != ResultStatus.Accepted)
        {
            throw new RuleViolationException("reference-not-accepted", result.ReportNumber, result.Status);
        }

        if (target.ProjectId != order.ProjectId || target.Id == order.CaseId)
        {
            throw new RuleViolationException("reference-other-project", target.Number);
        }

        if (target.Status is not (CaseStatus.Draft or CaseStatus.Filed or CaseStatus.Accepted))
        {
            throw new RuleViolationException("reference-case-ended", target.Number);
        }

        if (await db.ResultReferences.FirstOrDefaultAsync(row => row.ResultId == resultId && row.CaseId == caseId, ct) is { } known)
        {
            return known.Id;
        }

        var reference = new ResultReference
        {
            Id = context.NewId(),
            ResultId = resultId,
            CaseId = caseId,
            ReferredBy = context.Actor.DisplayName,
            At = context.At,
        };
        db.Add(reference);
        var journal = new Journal(db, context);
        var entry = journal.Record(
            LedgerKind.ResultReferred, new Subject(target.ProjectId, target.Id, ResultId: resultId), target.Number, order.ServiceItemName, result.ReportNumber);
        if (target.Status != CaseStatus.Draft)
        {
            journal.Notify(entry, target.DepartmentId);
        }

        return reference.Id;
    }
}

using Market.Marketplace.Albums;
using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>Verifies the sealed bytes as stored and delivers the result to the department's desk; one that fails goes back
/// to the agency with the reasons and never reaches the desk.</summary>
public sealed class VerifyAndDeliver(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns the verdict, or null when the result was not waiting for verification (it was done before).</summary>
    public async Task<Verdict?> ExecuteAsync(Guid resultId)
    {
        var ct = context.Cancellation;
        var result = await db.Results.FindOrThrowAsync(resultId, ct);
        if (result.Status != ResultStatus.Sealed)
        {
            return null;
        }

        var order = await db.TaskOrders.SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var file = await db.StoredFiles.SingleAsync(row => row.Id == result.CurrentFileId, ct);
        SealFacts facts;
        await using (var pdf = blobs.OpenRead(file.Sha256))
        {
            facts = await sealing.ValidateAsync(pdf, context.At, ct);
        }

        var expected = await ExpectedSealing.OfAsync(result, order, db, ct);
        var checks = result.AlbumId is null
            ? FiveChecksOf.Result(facts, expected, context.At)
            : await new AlbumVerification(db, context, blobs, sealing).RunAsync(result, order, facts, expected);
        result.Verify(checks, context, facts.Elements);
        var journal = new Journal(db, context);
        var subject = TriggeredDispatch.SubjectOf(order, result.Id);
        if (checks.Verdict == Verdict.Failed)
        {
            order.FailVerification(context);
            journal.Notify(journal.Record(LedgerKind.VerificationFailed, subject, order.Number, result.ReportNumber), result.AgencyId);
        }
        else
        {
            order.Deliver(context);
            var delivered = journal.Record(LedgerKind.ResultDelivered, subject, order.Number, order.ServiceItemName, order.AgencyName!);
            journal.Notify(delivered, result.DepartmentId, result.AgencyId, result.OwnerId);
        }

        return checks.Verdict;
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Elements;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>What the agency gets back for a submission.</summary>
public sealed record SubmissionReceipt(Guid ResultId, int Number, PrecheckReport Precheck);

/// <summary>The agency hands in a report for sealing. A version whose seals are not complete is replaced; after a return or a
/// failed verification the next version begins.</summary>
public sealed class SubmitResult(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Hands the file in.</summary>
    public async Task<SubmissionReceipt> ExecuteAsync(Guid taskOrderId, long version, Guid fileId, string reportNumber, string conclusion)
    {
        var ct = context.Cancellation;
        var order = await db.TaskOrdersFor(context.Actor).FindOrThrowAsync(taskOrderId, ct);
        var uploaded = await db.StoredFilesFor(context.Actor).AsNoTracking()
            .Where(row => row.OwnerId == context.Actor.Organisation).FindOrThrowAsync(fileId, ct);
        order.Expect(version).Submit(context);
        var (file, precheck) = await TakeInAsync(uploaded);
        await RequireNewAsync(file, order);

        var item = await db.ServiceItems.SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var form = await ElementForm.OfAsync(order, db, ct);
        var elements = form.Seal(order);
        if (elements is null && form.Schema.Elements.Count > 0)
        {
            precheck = precheck with { Findings = [.. precheck.Findings, new PrecheckFinding("elements-empty", Blocking: false, [])] };
        }

        var number = await ReplaceOpenAsync(order, db, ct);
        var result = Result.Submit(
            order, number, file, reportNumber, conclusion, precheck, item.Terms.SealScheme, context, elements: elements);
        db.Add(result);
        new Journal(db, context).Record(
            LedgerKind.ResultSubmitted, TriggeredDispatch.SubjectOf(order, result.Id), order.Number,
            $"{result.Number}", result.ReportNumber);
        return new SubmissionReceipt(result.Id, result.Number, precheck);
    }

    /// <summary>Ends the versions whose seals are not complete; returns the number of the next one.</summary>
    internal static async Task<int> ReplaceOpenAsync(TaskOrder order, MarketplaceDbContext db, CancellationToken ct)
    {
        var earlier = await db.Results.Where(row => row.TaskOrderId == order.Id).ToListAsync(ct);
        foreach (var open in earlier.Where(row => row.Status is ResultStatus.Prechecked or ResultStatus.Sealing))
        {
            open.Replace();
            await db.LapseApplicationsAsync(open.Id, ct);
        }

        return earlier.Count + 1;
    }

    /// <summary>What was delivered for one task is referred to in another, and not handed in, or paid, again.</summary>
    private async Task RequireNewAsync(StoredFile file, TaskOrder order)
    {
        var elsewhere = await db.Results.Where(row => row.TaskOrderId != order.Id && row.DeliveredAt != null)
            .Where(row => db.StoredFiles.Any(stored => stored.Sha256 == file.Sha256 && (stored.Id == row.OriginalFileId || stored.Id == row.SealedFileId)))
            .Select(row => row.ReportNumber).FirstOrDefaultAsync(context.Cancellation);
        if (elsewhere is not null)
        {
            throw new RuleViolationException("handed-in-elsewhere", elsewhere);
        }
    }

    private async Task<(StoredFile File, PrecheckReport Precheck)> TakeInAsync(StoredFile uploaded)
    {
        await using var pdf = blobs.OpenRead(uploaded.Sha256);
        await using var handIn = await sealing.PrecheckAsync(pdf, context.Cancellation);
        return handIn.Report.Findings.FirstOrDefault(finding => finding.Blocking) is { } blocking
            ? throw new RuleViolationException(blocking.Code, [.. blocking.Args])
            : (await handIn.KeepAsync(uploaded, blobs, db, context), handIn.Report);
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>Makes the file that an agency seals with its own token (待签文件): the report with the task's number, the QR code
/// and market.json inside. It is made once; asking again gives the same file.</summary>
public sealed class PrepareForOwnSeals(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.SubmitResults;

    /// <summary>Returns the file's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid resultId)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).FindOrThrowAsync(resultId, ct);
        if (!result.IsForOwnSeals)
        {
            throw new RuleViolationException("result-state", result.Status);
        }

        if (result.PreparedFileId is { } made)
        {
            return made;
        }

        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var original = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.OriginalFileId, ct);
        var binding = await ResultBinding.OfAsync(result, order, db, ct);
        await using var input = blobs.OpenRead(original.Sha256);
        var blob = await blobs.WriteAsync(output => sealing.PrepareAsync(input, output, binding, result.ElementsText, context.At, ct), ct);
        var file = StoredFile.Store($"待签-{order.Number}-{original.Name}", original.MediaType, blob.Sha256, blob.Size, context);
        db.Add(file);
        result.Prepare(file);
        new Journal(db, context).Record(LedgerKind.OwnSealFilePrepared, TriggeredDispatch.SubjectOf(order, result.Id), order.Number, result.ReportNumber);
        return file.Id;
    }
}

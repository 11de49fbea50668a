using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>The stored file of a result, verified once more.</summary>
/// <param name="FileId">The sealed file.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">Lower-case hexadecimal digits.</param>
public sealed record ResultCheck(PublicCheck Check, Guid FileId, string Name, long Size, string Sha256);

/// <summary>Verifies the stored file of a result as of now, against its own record: also where the file itself does not say for which
/// task it was made. Of an album, the sealed list.</summary>
public sealed class CheckResult(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <exception cref="NotFoundException">No such result for the actor, or none that was delivered.</exception>
    public async Task<ResultCheck> ExecuteAsync(Guid id)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, ct);
        if (!result.IsPublic)
        {
            throw new NotFoundException(nameof(Result));
        }

        var file = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.SealedFileId, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        SealFacts facts;
        await using (var pdf = blobs.OpenRead(file.Sha256))
        {
            facts = await sealing.ValidateAsync(pdf, context.At, ct);
        }

        var expected = await ExpectedSealing.OfAsync(result, order, db, ct);
        var checks = FiveChecksOf.Result(facts, expected, context.At).InDoubt(await db.DoubtAsync(result, ct)).After(result.Later);
        return new ResultCheck(
            PublicCheck.Of(facts, checks, await PublicResult.OfAsync(result, order, db, ct)), file.Id, file.Name, file.Size, file.Sha256);
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Verification;

/// <summary>What the page behind a QR code shows, to be compared with the paper in hand (请与手中文件逐项核对).</summary>
/// <param name="Verdict">As it counts now.</param>
/// <param name="VerdictThen">On the day of delivery.</param>
/// <param name="Doubt">Why a person must check although the file itself is sound: a seal was reported lost.</param>
public sealed record PublicResult(
    string PublicId, string ProjectName, string ServiceItemName, string ReportNumber, int ResultNumber, string AgencyName,
    string AgencyCreditCode, DateTimeOffset SealedAt, int PageCount, string Conclusion, ResultStatus Status, Verdict Verdict, Verdict VerdictThen,
    DateTimeOffset DeliveredAt, DateTimeOffset? AcceptedAt, string Sha256, SealDoubt? Doubt, LaterDecision? Later, int SheetCount)
{
    internal static async Task<PublicResult> OfAsync(Result result, TaskOrder order, MarketplaceDbContext db, CancellationToken ct)
    {
        var project = await db.Projects.Where(row => row.Id == order.ProjectId).Select(row => row.Name).SingleAsync(ct);
        var agency = await db.Agencies.Where(row => row.Id == result.AgencyId).Select(row => new { row.Name, row.CreditCode }).SingleAsync(ct);
        var sha256 = await db.StoredFiles.Where(row => row.Id == result.SealedFileId).Select(row => row.Sha256).SingleAsync(ct);
        var doubt = await db.DoubtAsync(result, ct);
        return new PublicResult(
            result.PublicId, project, order.ServiceItemName, result.ReportNumber, result.Number, agency.Name, agency.CreditCode,
            result.SealedAt!.Value, result.PageCount, result.Conclusion, result.Status, result.ChecksThatCount(doubt)!.Verdict,
            result.Verdict!.Value, result.DeliveredAt!.Value, result.Status == ResultStatus.Accepted ? result.DecidedAt : null, sha256, doubt, result.Later, result.SheetCount);
    }
}

/// <summary>Reads what is public about a result under the unguessable id of its QR code.</summary>
public sealed class GetPublicResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.CheckResults;

    /// <summary>A result that has been delivered; before that the id is not found.</summary>
    public async Task<PublicResult> ExecuteAsync(string publicId)
    {
        var result = await db.PublishedAsync(publicId, context.Cancellation);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, context.Cancellation);
        return await PublicResult.OfAsync(result, order, db, context.Cancellation);
    }
}

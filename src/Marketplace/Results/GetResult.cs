using Market.Marketplace.Agencies;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>A version of a result in a list.</summary>
public sealed record ResultSummary(
    Guid Id, long Version, int Number, string ReportNumber, string Conclusion, ResultStatus Status, Verdict? Verdict,
    Guid OriginalFileId, Guid? SealedFileId, DateTimeOffset SubmittedAt, DateTimeOffset? SealedAt, DateTimeOffset? DeliveredAt,
    DateTimeOffset? DecidedAt)
{
    internal static ResultSummary Of(Result row) => new(
        row.Id, row.Version, row.Number, row.ReportNumber, row.Conclusion, row.Status, row.ChecksThatCount(doubt: null)?.Verdict, row.OriginalFileId,
        row.SealedFileId, row.SubmittedAt, row.SealedAt, row.DeliveredAt, row.DecidedAt);
}

/// <summary>What can be done with a result.</summary>
public enum ResultAction
{
    /// <summary>用印.</summary>
    Seal,

    /// <summary>用自有印章: download the prepared file, seal it elsewhere, upload it.</summary>
    SealElsewhere,

    /// <summary>采信.</summary>
    Accept,

    /// <summary>退回修改.</summary>
    Return,

    /// <summary>更正、撤销采信、作废.</summary>
    DecideLater,

    /// <summary>引用到本项目的其他办件.</summary>
    Refer,
}

/// <summary>A version of a result with everything a page shows.</summary>
/// <param name="AccessCode">提取码, for the agency, the owner and the department once the result is public.</param>
/// <param name="Verification">The checks as they count now.</param>
/// <param name="VerificationThen">The checks of the day of delivery, where they came out otherwise.</param>
/// <param name="Doubt">A seal of it was reported lost; the checks and the verdict take account of it.</param>
/// <param name="Qualification">The agency's licence that satisfies the item, as it stood when the report was handed in.</param>
public sealed record ResultDetails(
    Guid Id, long Version, int Number, Guid TaskOrderId, string TaskOrderNumber, Guid CaseId, string ServiceItemCode,
    string ServiceItemName, string ProjectName, Guid AgencyId, string AgencyName, string AgencyCreditCode,
    QualificationRow? Qualification, string PublicId, string? AccessCode, string ReportNumber, string Conclusion, int PageCount,
    Guid? AlbumId, int SheetCount, Guid? PreparedFileId, bool IsBoundByDeclaration, Guid OriginalFileId, Guid? SealedFileId,
    string FileName, long FileSize, string FileSha256,
    IReadOnlyList<PrecheckFinding> Precheck, IReadOnlyList<SealingStep> Steps, FiveChecks? Verification, FiveChecks? VerificationThen, Verdict? Verdict,
    SealDoubt? Doubt, ResultStatus Status, string SubmittedBy, DateTimeOffset SubmittedAt, DateTimeOffset? SealedAt, DateTimeOffset? DeliveredAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Opinion, IReadOnlyList<Defect> Defects, LaterDecision? Later,
    IReadOnlyList<TimelineEntry> Timeline, IReadOnlyList<ResultAction> Actions);

/// <summary>Reads one version of a result with its seals, its five checks and the chain 编制—审核—用印—采信.</summary>
public sealed class GetResult(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadTaskOrders;

    /// <summary>The result.</summary>
    public async Task<ResultDetails> ExecuteAsync(Guid id)
    {
        var ct = context.Cancellation;
        var result = await db.ResultsFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, ct);
        var order = await db.TaskOrders.AsNoTracking().SingleAsync(row => row.Id == result.TaskOrderId, ct);
        var item = await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == order.ServiceItemId, ct);
        var projectName = await db.Projects.Where(row => row.Id == order.ProjectId).Select(row => row.Name).SingleAsync(ct);
        var agency = await db.Agencies.AsNoTracking().Include(row => row.Qualifications).SingleAsync(row => row.Id == result.AgencyId, ct);
        var file = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.CurrentFileId, ct);
        var timeline = await db.LedgerEntries.Where(entry => entry.ResultId == id).ToTimelineAsync(ct);
        var doubt = await db.DoubtAsync(result, ct);
        var checks = result.ChecksThatCount(doubt);
        var day = Calendars.ChinaTime.DayOf(result.SubmittedAt);
        return new ResultDetails(
            result.Id, result.Version, result.Number, order.Id, order.Number, order.CaseId, order.ServiceItemCode,
            order.ServiceItemName, projectName, agency.Id, agency.Name, agency.CreditCode,
            agency.QualificationFor(item.Terms.RequiredQualification, day) is { } held
                ? new QualificationRow(
                    held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer, held.ValidFrom, held.ValidTo, held.StandingOn(day))
                : null,
            result.PublicId, AccessCodeOf(result), result.ReportNumber, result.Conclusion, result.PageCount, result.AlbumId, result.SheetCount,
            result.PreparedFileId, result.IsBoundByDeclaration, result.OriginalFileId, result.SealedFileId, file.Name, file.Size,
            file.Sha256, result.Precheck, result.Steps, checks, checks?.Verdict == result.Verdict ? null : result.Verification, checks?.Verdict, doubt, result.Status, result.SubmittedBy,
            result.SubmittedAt, result.SealedAt, result.DeliveredAt,
            result.DecidedBy, result.DecidedAt, result.Opinion, result.Defects, result.Later, timeline, [.. ActionsOn(result)]);
    }

    // The operator looks on and reads no files, so it holds no code either.
    private string? AccessCodeOf(Result result) =>
        result.IsPublic && result.AccessCode.Length > 0 && context.Actor.Standing is Standing.Agency or Standing.Enterprise or Standing.Department
            ? result.AccessCode
            : null;

    private IEnumerable<ResultAction> ActionsOn(Result result)
    {
        if (result.Status is ResultStatus.Prechecked or ResultStatus.Sealing && context.Actor.May(Permission.SealResults))
        {
            yield return ResultAction.Seal;
        }

        if (result.IsForOwnSeals && context.Actor.May(Permission.SubmitResults))
        {
            yield return ResultAction.SealElsewhere;
        }

        if (result.Status == ResultStatus.Delivered && context.Actor.May(Permission.DecideResults))
        {
            yield return ResultAction.Accept;
            yield return ResultAction.Return;
        }

        if (result.Status == ResultStatus.Accepted && context.Actor.May(Permission.DecideResults))
        {
            yield return ResultAction.DecideLater;
        }

        if (result.Status == ResultStatus.Accepted && context.Actor.May(Permission.FileCases))
        {
            yield return ResultAction.Refer;
        }
    }
}

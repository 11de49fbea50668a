using System.Text.Json.Serialization;
using Market.Marketplace.Elements;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Results;

/// <summary>For which task a sealed file was made: embedded under the first seal as market.json, so that the file itself
/// says where it belongs.</summary>
public sealed record ResultBinding
{
    /// <summary>The name of the embedded file.</summary>
    public const string FileName = "market.json";

    /// <summary>Names the format.</summary>
    [JsonPropertyName("format")]
    public string Format { get; init; } = "market-result/1";

    /// <summary>The id behind the QR code.</summary>
    public required string PublicId { get; init; }

    /// <summary>The task order's number.</summary>
    public required string TaskOrder { get; init; }

    /// <summary>The case's number.</summary>
    public required string Case { get; init; }

    /// <summary>The project's national code.</summary>
    public required string ProjectCode { get; init; }

    /// <summary>The service item's code.</summary>
    public required string ServiceItem { get; init; }

    /// <summary>The agency's credit code.</summary>
    public required string AgencyCode { get; init; }

    /// <summary>The agency's name.</summary>
    public required string AgencyName { get; init; }

    /// <summary>The report's number.</summary>
    public required string ReportNumber { get; init; }

    /// <summary>Which version of the result.</summary>
    public required int ResultNumber { get; init; }

    /// <summary>The number of the sheet within an album; none for a single file and for the list itself.</summary>
    [JsonPropertyName("sheet")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sheet { get; init; }

    /// <summary>SHA-256 of the file as handed in.</summary>
    public required string OriginalSha256 { get; init; }

    /// <summary>SHA-256 of elements.json, embedded beside this; none where the result carries no elements.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ElementsSha256 { get; init; }

    /// <summary>The binding of one sheet of the album whose list this binding is for.</summary>
    internal ResultBinding For(Albums.Sheet sheet) =>
        sheet.Kind == Albums.SheetKind.Manifest ? this : this with { Sheet = sheet.Number, OriginalSha256 = sheet.Sha256, ElementsSha256 = null };

    internal static async Task<ResultBinding> OfAsync(Result result, TaskOrder order, MarketplaceDbContext db, CancellationToken ct)
    {
        var agency = await db.Agencies.AsNoTracking().SingleAsync(row => row.Id == result.AgencyId, ct);
        var original = await db.StoredFiles.AsNoTracking().SingleAsync(row => row.Id == result.OriginalFileId, ct);
        return new ResultBinding
        {
            PublicId = result.PublicId,
            TaskOrder = order.Number,
            Case = await db.ApprovalCases.Where(row => row.Id == order.CaseId).Select(row => row.Number).SingleAsync(ct),
            ProjectCode = await db.Projects.Where(row => row.Id == order.ProjectId).Select(row => row.Code).SingleAsync(ct),
            ServiceItem = order.ServiceItemCode,
            AgencyCode = agency.CreditCode,
            AgencyName = agency.Name,
            ReportNumber = result.ReportNumber,
            ResultNumber = result.Number,
            OriginalSha256 = original.Sha256,
            ElementsSha256 = result.ElementsText is { } text ? ElementFile.DigestOf(text) : null,
        };
    }
}

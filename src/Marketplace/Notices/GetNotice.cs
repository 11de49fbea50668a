using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Notices;

/// <summary>A notice with its proof.</summary>
public sealed record NoticeDetails(
    Guid Id, string Number, NoticeKind Kind, string TaskOrderNumber, string CaseNumber, string ProjectName,
    string DepartmentName, string ServiceItemCode, string ServiceItemName, string? AgencyName, AssignmentEvidence Evidence,
    DateTimeOffset PublishedAt);

/// <summary>Reads a public notice.</summary>
public sealed class GetNotice(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The notice.</summary>
    public async Task<NoticeDetails> ExecuteAsync(Guid id)
    {
        var notice = await db.NoticesFor(context.Actor).AsNoTracking().FindOrThrowAsync(id, context.Cancellation);
        return new NoticeDetails(
            notice.Id, notice.Number, notice.Kind, notice.TaskOrderNumber, notice.CaseNumber, notice.ProjectName,
            notice.DepartmentName, notice.ServiceItemCode, notice.ServiceItemName, notice.AgencyName, notice.Evidence,
            notice.PublishedAt);
    }
}

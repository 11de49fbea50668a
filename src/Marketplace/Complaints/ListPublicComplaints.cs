using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Complaints;

/// <summary>What everybody may know of a complaint: never who made it, and the reasons once it is decided.</summary>
public sealed record PublicComplaint(
    string Number, Guid ProcurementId, string ProcurementNumber, string RespondentName, ComplaintStatus Status, DateTimeOffset FiledAt, string? Decision,
    ComplaintRemedy? Remedy, DateTimeOffset? DecidedAt);

/// <summary>Complaints about one procurement, or the upheld ones against one agency (its public page).</summary>
public sealed class ListPublicComplaints(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int Most = 50;

    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The newest first.</summary>
    /// <param name="procurementId">All about this procurement.</param>
    /// <param name="upheldAgainstId">Those upheld against this organisation.</param>
    public async Task<IReadOnlyList<PublicComplaint>> ExecuteAsync(Guid? procurementId, Guid? upheldAgainstId) =>
        await db.Complaints.AsNoTracking()
            .Where(row => procurementId == null || row.ProcurementId == procurementId)
            .Where(row => upheldAgainstId == null || (row.RespondentId == upheldAgainstId && row.Status == ComplaintStatus.Upheld))
            .OrderByDescending(row => row.FiledAt).ThenByDescending(row => row.Id).Take(Most)
            .Select(row => new PublicComplaint(
                row.Number, row.ProcurementId, row.ProcurementNumber, row.RespondentName, row.Status, row.FiledAt, row.Decision, row.Remedy, row.DecidedAt))
            .ToListAsync(context.Cancellation);
}

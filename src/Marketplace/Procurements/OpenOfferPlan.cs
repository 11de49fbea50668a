using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements;

/// <summary>The owner reads the plan (响应方案) of an applicant whose sign-up has been opened; nobody else does, and nobody
/// before.</summary>
public sealed class OpenOfferPlan(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.Procure;

    /// <summary>The plan with its content; the caller disposes it.</summary>
    public async Task<OpenedFile> ExecuteAsync(Guid procurementId, string creditCode)
    {
        var procurement = await db.ProcurementsOf(context.Actor).AsNoTracking().FindOrThrowAsync(procurementId, context.Cancellation);
        var plan = procurement.Outcome?.Applicants.FirstOrDefault(applicant => applicant.CreditCode == creditCode)?.PlanFileId
            ?? throw new NotFoundException(nameof(StoredFile));
        var file = await db.StoredFiles.AsNoTracking().FindOrThrowAsync(plan, context.Cancellation);
        return new OpenedFile(file.Id, file.Name, file.MediaType, file.Size, file.Sha256, blobs.OpenRead(file.Sha256));
    }
}

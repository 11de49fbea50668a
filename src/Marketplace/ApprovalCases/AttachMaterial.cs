using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.ApprovalCases;

/// <summary>Puts an uploaded file into a slot of a draft; a file already there is replaced.</summary>
public sealed class AttachMaterial(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, string slot, Guid fileId)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        var file = await db.StoredFilesFor(context.Actor).Where(row => row.OwnerId == approvalCase.OwnerId)
            .FindOrThrowAsync(fileId, context.Cancellation);

        approvalCase.Expect(version).Attach(slot, file, context);
        new Journal(db, context).Record(
            LedgerKind.MaterialAttached, new Subject(approvalCase.ProjectId, approvalCase.Id), file.Name);
        return approvalCase.Id;
    }
}

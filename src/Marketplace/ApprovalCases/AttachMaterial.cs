using Market.Marketplace.Documents;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;

namespace Market.Marketplace.ApprovalCases;

/// <summary>Puts an uploaded file into a slot of a draft; a file already there is replaced.</summary>
public sealed class AttachMaterial(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, Sealing sealing) : IOperation
{
    public static Permission Requires => Permission.FileCases;

    /// <summary>Returns the case's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid caseId, long version, string slot, Guid fileId)
    {
        var approvalCase = await db.CasesFor(context.Actor).FindOrThrowAsync(caseId, context.Cancellation);
        var file = await db.StoredFilesFor(context.Actor).Where(row => row.OwnerId == approvalCase.OwnerId)
            .FindOrThrowAsync(fileId, context.Cancellation);
        await RequireReadableAsync(file);

        approvalCase.Expect(version).Attach(slot, file, context);
        new Journal(db, context).Record(
            LedgerKind.MaterialAttached, new Subject(approvalCase.ProjectId, approvalCase.Id), file.Name);
        return approvalCase.Id;
    }

    private async Task RequireReadableAsync(StoredFile file)
    {
        await using var pdf = blobs.OpenRead(file.Sha256);
        var precheck = await sealing.PrecheckMaterialAsync(pdf, context.Cancellation);
        if (precheck.Findings.FirstOrDefault(finding => finding.Blocking) is { } blocking)
        {
            throw new RuleViolationException(blocking.Code, [.. blocking.Args]);
        }
    }
}

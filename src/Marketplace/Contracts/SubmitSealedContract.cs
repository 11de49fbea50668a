using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Contracts;

/// <summary>A side hands in the contract sealed elsewhere, with a seal that is not kept here. It must be the very file that was
/// taken from here - its first bytes are those - with one seal more, whose certificate carries the side's code.</summary>
public sealed class SubmitSealedContract(MarketplaceDbContext db, OperationContext context, IBlobStore blobs, ContractSealing sealing) : IOperation
{
    private const long LargestFile = 32L * 1024 * 1024;

    public static Permission Requires => Permission.UploadFiles;

    /// <summary>Takes the file; returns how the contract stands then.</summary>
    public async Task<ContractStatus> ExecuteAsync(Guid contractId, long version, Guid fileId)
    {
        var ct = context.Cancellation;
        var contract = (await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, ct)).Expect(version);
        var side = contract.SideToSeal(context.Actor.Organisation);
        var file = await db.StoredFilesFor(context.Actor).FindOrThrowAsync(fileId, ct);
        if (file.Size > LargestFile || !await BeginsAsAgreedAsync(contract, file))
        {
            throw new RuleViolationException("contract-other-file", contract.Number);
        }

        using var content = new MemoryStream();
        await using (var stored = blobs.OpenRead(file.Sha256))
        {
            await stored.CopyToAsync(content, ct);
        }

        content.Position = 0;
        var facts = await sealing.ValidateAsync(content, context.At, ct);
        var seal = facts.Signatures.FirstOrDefault(row => row.OrganisationCode == side.CreditCode)
            ?? throw new RuleViolationException("contract-seal-other", side.Name, side.CreditCode);
        contract.TakeSealed(
            side with
            {
                SealText = seal.SignerName,
                CertificateSha256 = seal.CertificateSha256,
                SealedBy = context.Actor.DisplayName,
                SealedAt = seal.SignedAt ?? context.At,
                IsOwnSeal = true,
            },
            new StoredBlob(file.Sha256, file.Size));
        await new ContractCompletion(db, context, sealing).TryAsync(contract, content, side.Name);
        return contract.Status;
    }

    private async Task<bool> BeginsAsAgreedAsync(ServiceContract contract, StoredFile file)
    {
        if (file.Size <= contract.Size)
        {
            return false;
        }

        await using var pdf = blobs.OpenRead(file.Sha256);
        var start = new byte[contract.Size];
        await pdf.ReadExactlyAsync(start, context.Cancellation);
        return Convert.ToHexStringLower(SHA256.HashData(start)) == contract.Sha256;
    }
}

using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Contracts;

/// <summary>Opens the file of a contract for one of its sides: the agreed text, with the seals that are on it.</summary>
public sealed class OpenContract(MarketplaceDbContext db, OperationContext context, IBlobStore blobs) : IOperation
{
    public static Permission Requires => Permission.ReadFiles;

    /// <summary>The file; the caller disposes it.</summary>
    public async Task<OpenedFile> ExecuteAsync(Guid contractId)
    {
        var contract = await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, context.Cancellation);
        return contract.Sha256 is { } sha256
            ? new OpenedFile(contract.Id, $"中介服务合同-{contract.Number}.pdf", "application/pdf", contract.Size, sha256, blobs.OpenRead(sha256))
            : throw new RuleViolationException("contract-not-agreed");
    }
}

using System.Security.Cryptography;
using Market.Marketplace.Documents;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;

namespace Market.Marketplace.Contracts;

/// <summary>A keeper puts the seal of one side on a contract. Who agreed to the text does not seal it: two persons know of every
/// use of the unit's seal. The second seal makes the contract, after both have been verified.</summary>
public sealed class SealContract(
    MarketplaceDbContext db, OperationContext context, IBlobStore blobs, ISealKeyStore keys, ISecondFactor secondFactor, ContractSealing sealing) : IOperation
{
    public static Permission Requires => Permission.SealContracts;

    /// <summary>A second-factor code is good for one attempt.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Puts the seal on; returns how the contract stands then.</summary>
    public async Task<ContractStatus> ExecuteAsync(Guid contractId, long version, Guid sealId, string secondFactorCode)
    {
        var ct = context.Cancellation;
        var contract = (await db.ContractsFor(context.Actor).FindOrThrowAsync(contractId, ct)).Expect(version);
        var side = contract.SideToSeal(context.Actor.Organisation);
        var seal = await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, ct);
        if (seal.Kind != Catalogue.SealKind.Unit)
        {
            throw new RuleViolationException("contract-unit-seal");
        }

        seal.RequireUsable(context);
        if (side.AgreedById == context.Actor.UserId)
        {
            throw new RuleViolationException("approver-is-applicant");
        }

        if (!await secondFactor.VerifyAsync(context.Actor.UserId, secondFactorCode, ct))
        {
            throw new RuleViolationException("second-factor-wrong");
        }

        using var key = await keys.OpenAsync(seal.KeyReference, ct);
        if (!key.Certificate.RawDataMemory.Span.SequenceEqual(seal.Certificate))
        {
            throw new RuleViolationException("key-mismatch", seal.Text);
        }

        var before = contract.Sha256!;
        using var sealedFile = new MemoryStream();
        IReadOnlyList<string> warnings;
        await using (var file = blobs.OpenRead(before))
        {
            warnings = await sealing.SealAsync(file, sealedFile, key, contract, side.Party, seal, context.At, ct);
        }

        sealedFile.Position = 0;
        contract.TakeSealed(
            side with
            {
                SealId = seal.Id,
                SealText = seal.Text,
                CertificateSha256 = Convert.ToHexStringLower(SHA256.HashData(seal.Certificate)),
                SealedBy = context.Actor.DisplayName,
                SealedAt = context.At,
            },
            await blobs.PutAsync(sealedFile, ct));
        Log(contract, side, seal, before, warnings);
        await new ContractCompletion(db, context, sealing).TryAsync(contract, sealedFile, side.Name);
        return contract.Status;
    }

    private void Log(ServiceContract contract, ContractSide side, Seal seal, string before, IReadOnlyList<string> warnings) => db.Add(new SealUse
    {
        Id = context.NewId(),
        SealId = seal.Id,
        SealText = seal.Text,
        AgencyId = seal.AgencyId,
        ContractId = contract.Id,
        UserId = context.Actor.UserId,
        UserName = context.Actor.DisplayName,
        RoleTitle = side.Party == ContractParty.Owner ? "甲方" : "乙方",
        ApplicationNumber = contract.Number,
        AppliedBy = side.AgreedBy,
        ApprovedBy = context.Actor.DisplayName,
        At = context.At,
        Sha256Before = before,
        Sha256After = contract.Sha256!,
        WarningCodes = warnings.Count == 0 ? null : string.Join(' ', warnings),
    });
}

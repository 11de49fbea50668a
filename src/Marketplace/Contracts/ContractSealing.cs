using System.Text.Json;
using Market.Marketplace.Results;
using Market.Marketplace.Seals;
using Market.Signing;

namespace Market.Marketplace.Contracts;

/// <summary>What a file of a contract says about itself (contract.json): it belongs to this contract and no other.</summary>
internal sealed record ContractBinding(string Contract, string Procurement, string Owner, string OwnerCode, string Agency, string AgencyCode, decimal Amount)
{
    public const string FileName = "contract.json";
}

/// <summary>Seals contracts, and says what their seals prove.</summary>
public sealed class ContractSealing(Sealing sealing)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal Task<IReadOnlyList<string>> SealAsync(
        Stream input, Stream output, ISealKey key, ServiceContract contract, ContractParty party, Seal seal, DateTimeOffset at, CancellationToken ct)
    {
        var isFirst = !contract.Sides.Any(side => side.IsSealed);
        return sealing.ApplyAsync(input, output, key, new SealOptions
        {
            ClaimedAt = at,
            Reason = party == ContractParty.Owner ? "甲方签订合同" : "乙方签订合同",
            Placements =
            [
                new SealImpression(
                    -1, party == ContractParty.Owner ? ContractDocument.OwnerSealFromLeft : ContractDocument.AgencySealFromLeft,
                    contract.SealLineMillimetres, sealing.UnitPicture(seal)),
            ],
            Attachments = isFirst ? [new PdfAttachment(ContractBinding.FileName, "application/json", JsonSerializer.SerializeToUtf8Bytes(BindingOf(contract), Json))] : [],
        }, ct);
    }

    internal Task<SealFacts> ValidateAsync(Stream file, DateTimeOffset asOf, CancellationToken ct) => sealing.ValidateAsync(file, asOf, ct);

    private static ContractBinding BindingOf(ServiceContract contract) => new(
        contract.Number, contract.ProcurementNumber, contract.Sides[0].Name, contract.Sides[0].CreditCode, contract.Sides[1].Name,
        contract.Sides[1].CreditCode, contract.Terms.Amount);
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements;
using Market.Marketplace.Seals;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Contracts;

/// <summary>What everybody may know of a signed contract (合同公告).</summary>
public sealed record PublicContract(
    string Number, string OwnerName, string AgencyName, decimal Amount, DateTimeOffset SignedAt, Deadline ServiceDeadline, bool IsLate, string? FilingNumber,
    DateTimeOffset? FiledAt);

/// <summary>A seal that the reader may put on the contract.</summary>
public sealed record ContractSealChoice(Guid Id, string Text, string Number);

/// <summary>A contract as its own sides see it.</summary>
/// <param name="Doubtful">Sides whose seal was reported lost from before it was put on.</param>
public sealed record ContractDetails(
    Guid Id, long Version, string Number, ContractStatus Status, ContractTerms Terms, IReadOnlyList<ContractSide> Sides, string? ReturnReason,
    DateTimeOffset OfferedAt, DateTimeOffset? AgreedAt, DateTimeOffset SignUntil, DateTimeOffset? SignedAt, Deadline? ServiceDeadline,
    DateTimeOffset? FileUntil, string? FilingNumber, DateTimeOffset? FiledAt, bool IsLate, IReadOnlyList<ContractParty> Doubtful,
    IReadOnlyList<ContractSealChoice> Seals);

/// <summary>The contract of an award as far as the reader may see it.</summary>
/// <param name="Public">Once it is signed.</param>
/// <param name="Own">For its two sides and the operator.</param>
/// <param name="Template">What the owner would offer, filled from award and item; only where there is no contract yet.</param>
public sealed record AwardContract(PublicContract? Public, ContractDetails? Own, ContractTerms? Template);

/// <summary>Reads the contract of a procurement.</summary>
public sealed class GetContract(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The contract that stands, as far as the reader may see it.</summary>
    public async Task<AwardContract> ExecuteAsync(Guid procurementId)
    {
        var ct = context.Cancellation;
        var contract = await db.Contracts.AsNoTracking().SingleOrDefaultAsync(row => row.ProcurementId == procurementId && row.Status != ContractStatus.Lapsed, ct);
        if (contract is null)
        {
            return new AwardContract(null, null, await TemplateAsync(procurementId));
        }

        var isParty = await db.ContractsFor(context.Actor).AnyAsync(row => row.Id == contract.Id, ct);
        return new AwardContract(PublicOf(contract), isParty ? await DetailsOfAsync(contract) : null, null);
    }

    private static PublicContract? PublicOf(ServiceContract contract) => contract.SignedAt is { } signedAt
        ? new PublicContract(
            contract.Number, contract.Sides[0].Name, contract.Sides[1].Name, contract.Terms.Amount, signedAt, contract.ServiceDeadline!, contract.IsLate,
            contract.FilingNumber, contract.FiledAt)
        : null;

    private async Task<ContractTerms?> TemplateAsync(Guid procurementId)
    {
        var procurement = await db.ProcurementsOf(context.Actor).AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == procurementId && row.Status == ProcurementStatus.Awarded, context.Cancellation);
        return procurement is null
            ? null
            : ContractTerms.From(procurement, await db.ServiceItems.AsNoTracking().SingleAsync(row => row.Id == procurement.ServiceItemId, context.Cancellation));
    }

    private async Task<ContractDetails> DetailsOfAsync(ServiceContract row)
    {
        var ids = row.Sides.Select(side => side.SealId).ToList();
        var used = await db.Seals.AsNoTracking().Where(seal => ids.Contains(seal.Id)).ToListAsync(context.Cancellation);
        var doubtful = row.Sides
            .Where(side => side.SealedAt is { } at && used.Any(seal => seal.Id == side.SealId && seal.IsInDoubtAt(at))).Select(side => side.Party);
        return new ContractDetails(
            row.Id, row.Version, row.Number, row.Status, row.Terms, row.Sides, row.ReturnReason, row.OfferedAt, row.AgreedAt, row.SignUntil, row.SignedAt,
            row.ServiceDeadline, row.FileUntil, row.FilingNumber, row.FiledAt, row.IsLate, [.. doubtful], await SealsAsync(row));
    }

    private async Task<IReadOnlyList<ContractSealChoice>> SealsAsync(ServiceContract contract)
    {
        if (contract.Status != ContractStatus.Agreed || !context.Actor.May(Permission.SealContracts)
            || contract.Sides.Any(side => side.OrganisationId == context.Actor.Organisation && side.IsSealed))
        {
            return [];
        }

        var seals = await db.SealsFor(context.Actor).AsNoTracking()
            .Where(seal => seal.Kind == SealKind.Unit && seal.Status == SealStatus.Active).OrderBy(seal => seal.Number).ToListAsync(context.Cancellation);
        return [.. seals.Where(seal => seal.IsKeptBy(context.Actor.UserId, context.Today)).Select(seal => new ContractSealChoice(seal.Id, seal.Text, seal.Number))];
    }
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>A practitioner whose seal may be entered.</summary>
public sealed record SealHolderChoice(string Name, string Title, string RegistrationNumber);

/// <summary>Whose seal it may be and who may keep it.</summary>
public sealed record SealImportChoices(IReadOnlyList<SealHolderChoice> Practitioners, IReadOnlyList<SealCandidate> Keepers);

/// <summary>Reads what the form for entering a seal offers; for an agency or an owner its own people only.</summary>
public sealed class GetSealImportChoices(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadSeals;

    /// <summary>The choices; none while no agency is chosen.</summary>
    public async Task<SealImportChoices> ExecuteAsync(Guid agencyId)
    {
        var agency = context.Actor.Standing == Standing.Operator ? agencyId : context.Actor.Organisation;
        var people = await db.Agencies.AsNoTracking().Where(row => row.Id == agency).SelectMany(row => row.Practitioners)
            .OrderBy(person => person.Name).ToListAsync(context.Cancellation);
        return new SealImportChoices(
            [.. people.Select(person => new SealHolderChoice(person.Name, person.Title, person.RegistrationNumber))],
            [.. (await db.EntrustableAsync(agency, context.Cancellation)).Select(person => new SealCandidate(person.UserId, person.Name))]);
    }
}

using Market.Marketplace.Catalogue;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Seals;

/// <summary>Enters a seal from a registered maker: a seal file or a picture, with its certificate. An agency's manager, or the keeper of a
/// project owner's seal, brings the key as a file or as a token's address; the operator registers without one, and can use none.</summary>
public sealed class ImportSeal(MarketplaceDbContext db, OperationContext context, SealIntake intake) : IOperation
{
    public static Permission Requires => Permission.ImportSeals;

    /// <summary>Keys are opened and kept once.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Returns the seal's id.</summary>
    public async Task<Guid> ExecuteAsync(SealImport import)
    {
        ArgumentNullException.ThrowIfNull(import);
        var holder = await db.SealHolderAsync(import.AgencyId, context);
        if (context.Actor.Standing == Standing.Operator && import.Key is not null)
        {
            throw new RuleViolationException("operator-holds-no-key");
        }

        if (await db.Seals.AnyAsync(seal => seal.Number == import.Number && seal.AgencyId == holder.Id, context.Cancellation))
        {
            throw new RuleViolationException("seal-number-taken", import.Number);
        }

        var practitioner = import.Kind == SealKind.Unit ? null : holder.PractitionerUnder(import.RegistrationNumber);
        var keepers = await db.KeepersAmongAsync(holder.Id, import.Keepers, context.Cancellation);
        Seal.RequireEnough(import.Kind, keepers);
        var taken = await intake.TakeAsync(import, holder, practitioner, context);
        var registration = RegistrationOf(import, taken);
        var seal = holder.Agency is { } agency
            ? Seal.Register(registration, agency, keepers, context, taken.Appearance)
            : Seal.RegisterForOwner(registration, holder.Id, keepers, context, taken.Appearance);
        db.Add(seal);
        var journal = new Journal(db, context);
        journal.Notify(journal.Record(LedgerKind.SealRegistered, new Subject(SealId: seal.Id), seal.Text, seal.Number), holder.Id);
        return seal.Id;
    }

    internal static SealRegistration RegistrationOf(SealImport import, SealIntakeResult taken) => new()
    {
        Kind = import.Kind,
        AgencyId = import.AgencyId,
        RegistrationNumber = import.RegistrationNumber,
        Text = taken.Text,
        Number = string.IsNullOrWhiteSpace(import.Number) ? throw new RuleViolationException("seal-number-missing") : import.Number.Trim(),
        Certificate = taken.Certificate,
        KeyReference = taken.KeyReference,
        Keepers = import.Keepers,
    };
}

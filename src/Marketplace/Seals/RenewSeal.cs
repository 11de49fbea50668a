using System.Globalization;
using Market.Marketplace.Calendars;
using Market.Marketplace.Ledger;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>换章: a renewed certificate needs a re-made seal. The new one takes the old one's place with its keepers and delegations;
/// the old one seals no more and stays on record for what it sealed.</summary>
public sealed class RenewSeal(MarketplaceDbContext db, OperationContext context, SealIntake intake) : IOperation
{
    public static Permission Requires => Permission.ImportSeals;

    /// <summary>Keys are opened and kept once.</summary>
    public static bool IsRepeatable => false;

    /// <summary>Returns the new seal's id; kind, holder and keepers are the old one's, whatever the import says.</summary>
    public async Task<Guid> ExecuteAsync(Guid sealId, long version, SealImport import)
    {
        ArgumentNullException.ThrowIfNull(import);
        if (context.Actor.Standing == Standing.Operator && import.Key is not null)
        {
            throw new RuleViolationException("operator-holds-no-key");
        }

        var old = (await db.SealsFor(context.Actor).FindOrThrowAsync(sealId, context.Cancellation)).Expect(version);
        var holder = await db.SealHolderAsync(old.AgencyId, context);
        var practitioner = holder.Agency?.Practitioners.SingleOrDefault(person => person.Id == old.PractitionerId);
        var made = import with { AgencyId = holder.Id, Kind = old.Kind, RegistrationNumber = practitioner?.RegistrationNumber };
        var taken = await intake.TakeAsync(made, holder, practitioner, context);
        if (taken.Certificate.AsSpan().SequenceEqual(old.Certificate))
        {
            throw new RuleViolationException("certificate-not-new");
        }

        var renewed = old.Renew(ImportSeal.RegistrationOf(made, taken), holder, taken.Appearance, context);
        db.Add(renewed);
        var journal = new Journal(db, context);
        var lastDay = ChinaTime.DayOf(renewed.UsableTo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        journal.Record(LedgerKind.SealRenewed, new Subject(SealId: old.Id), renewed.Text, renewed.Number, lastDay);
        journal.Notify(journal.Record(LedgerKind.SealRenewed, new Subject(SealId: renewed.Id), renewed.Text, renewed.Number, lastDay), holder.Id);
        return renewed.Id;
    }
}

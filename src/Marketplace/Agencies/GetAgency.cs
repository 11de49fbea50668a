using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Agencies;

/// <summary>A licence as published.</summary>
public sealed record QualificationRow(
    string Category, string? Specialty, string? Grade, string CertificateNumber, string Issuer, DateOnly ValidFrom,
    DateOnly? ValidTo, QualificationStanding Standing);

/// <summary>A practitioner as published: name, title, registration number and its last day, nothing more.</summary>
public sealed record PractitionerRow(string Name, string Title, string RegistrationNumber, DateOnly ValidTo);

/// <summary>What an agency has done here, counted from accepted results.</summary>
/// <param name="Done">Accepted results.</param>
/// <param name="OnTime">Of these, delivered within the due day.</param>
/// <param name="FirstPass">Of these, never returned.</param>
/// <param name="Running">Task orders in hand.</param>
public sealed record AgencyRecord(int Done, int OnTime, int FirstPass, int Running);

/// <summary>An agency as published.</summary>
public sealed record AgencyDetails(
    Guid Id, long Version, string Name, string CreditCode, AgencyStatus Status, DateTimeOffset AdmittedAt, string RegionCode,
    string Address, string ContactName, string ContactPhone, IReadOnlyList<QualificationRow> Qualifications,
    IReadOnlyList<PractitionerRow> Practitioners, AgencyRecord Record);

/// <summary>Reads one agency with its licences and its record.</summary>
public sealed class GetAgency(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>The agency.</summary>
    public async Task<AgencyDetails> ExecuteAsync(Guid id)
    {
        var agency = await db.AgenciesFor(context.Actor).AsNoTracking().AsSplitQuery()
            .Include(row => row.Qualifications).Include(row => row.Practitioners)
            .FindOrThrowAsync(id, context.Cancellation);
        return new AgencyDetails(
            agency.Id, agency.Version, agency.Name, agency.CreditCode, agency.Status, agency.AdmittedAt, agency.RegionCode,
            agency.Address, ContactOf(agency), agency.ContactPhone,
            [.. agency.Qualifications.OrderBy(held => held.Category).ThenBy(held => held.Id).Select(held => new QualificationRow(
                held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer, held.ValidFrom, held.ValidTo,
                held.StandingOn(context.Today)))],
            [.. agency.Practitioners.OrderBy(person => person.Id).Select(person => new PractitionerRow(
                person.Name, person.Title, person.RegistrationNumber, person.ValidTo))],
            await RecordAsync(id));
    }

    // A name of a person is masked for whoever has not signed in.
    private string ContactOf(Agency agency) =>
        context.Actor.Standing == Standing.Public ? PersonalData.PersonName.Masked(agency.ContactName) : agency.ContactName;

    private async Task<AgencyRecord> RecordAsync(Guid id) =>
        await db.AgencyTallies.AsNoTracking().Where(tally => tally.AgencyId == id)
            .Select(tally => new AgencyRecord(tally.Done, tally.OnTime, tally.FirstPass, tally.Running))
            .SingleOrDefaultAsync(context.Cancellation) ?? new AgencyRecord(0, 0, 0, 0);
}

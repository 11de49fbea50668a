using Market.Marketplace.Agencies;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Admissions;

/// <summary>Reads what the form check asks about.</summary>
internal sealed class DossierFacts(MarketplaceDbContext db, OperationContext context)
{
    /// <summary>All that still keeps the dossier from being handed in.</summary>
    public async Task<IReadOnlyList<DossierGap>> GapsOfAsync(Admission admission, AdmissionDossier dossier) =>
        DossierCheck.Check(dossier, await PapersOfAsync(admission.Id), await HeldElsewhereAsync(admission.Id, dossier), context.Today);

    /// <summary>The papers of an admission, the oldest first.</summary>
    public async Task<IReadOnlyList<AdmissionPaper>> PapersOfAsync(Guid admissionId) =>
        await db.AdmissionPapers.Where(paper => paper.AdmissionId == admissionId).OrderBy(paper => paper.AttachedAt).ThenBy(paper => paper.Id)
            .ToListAsync(context.Cancellation);

    /// <summary>What other agencies hold of that which the dossier names.</summary>
    public async Task<HeldElsewhere> HeldElsewhereAsync(Guid agencyId, AdmissionDossier dossier)
    {
        var registrations = dossier.Practitioners.Select(person => person.RegistrationNumber.Trim()).Where(number => number.Length > 0).ToList();
        var people = await (
            from person in db.Set<Practitioner>()
            join agency in db.Agencies on person.AgencyId equals agency.Id
            where person.AgencyId != agencyId && registrations.Contains(person.HeldNumber!)
            select new { person.RegistrationNumber, agency.Name, agency.ContactName, agency.ContactPhone }).AsNoTracking().ToListAsync(context.Cancellation);

        var numbers = dossier.Qualifications.Select(held => held.CertificateNumber.Trim()).Where(number => number.Length > 0).ToList();
        var certificates = await (
            from held in db.Set<Qualification>()
            join agency in db.Agencies on held.AgencyId equals agency.Id
            where held.AgencyId != agencyId && numbers.Contains(held.CertificateNumber)
            select new { held.Category, held.CertificateNumber, agency.Name, agency.ContactName, agency.ContactPhone }).AsNoTracking().ToListAsync(context.Cancellation);

        return new HeldElsewhere(
            people.DistinctBy(row => row.RegistrationNumber)
                .ToDictionary(row => row.RegistrationNumber, row => new Holder(row.Name, row.ContactName, row.ContactPhone)),
            certificates.DistinctBy(row => (row.Category, row.CertificateNumber))
                .ToDictionary(row => (row.Category, row.CertificateNumber), row => new Holder(row.Name, row.ContactName, row.ContactPhone)));
    }
}

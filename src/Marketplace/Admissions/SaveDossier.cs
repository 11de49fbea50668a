using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Admissions;

/// <summary>Keeps the dossier as it is typed; nothing has to be complete yet.</summary>
public sealed class SaveDossier(MarketplaceDbContext db, OperationContext context) : IOperation
{
    private const int LongestText = 4000;
    private const int MostEntries = 500;

    public static Permission Requires => Permission.ApplyForAdmission;

    /// <summary>Returns the version that the next save expects.</summary>
    public async Task<long> ExecuteAsync(long version, AdmissionDossier dossier)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        RequireBounded(dossier);
        var admission = await db.AdmissionsFor(context.Actor).FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        admission.Expect(version).Save(dossier, context);
        return version + 1;
    }

    // What a browser would not let through, a hand-made request might.
    private static void RequireBounded(AdmissionDossier dossier)
    {
        string?[] texts =
        [
            dossier.Name, dossier.LegalRepresentative, dossier.RegionCode, dossier.RegisteredAddress, dossier.Address, dossier.BusinessScope,
            dossier.ContactName, dossier.ContactPhone, dossier.ComplaintPhone, dossier.PriceCommitment, dossier.TimeCommitment,
            .. dossier.RelatedOrganisationCodes,
            .. dossier.Qualifications.SelectMany(held => new[] { held.Key, held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer }),
            .. dossier.Practitioners.SelectMany(person => new[] { person.Key, person.Name, person.Title, person.RegistrationNumber }),
        ];
        if (Array.Find(texts, text => text?.Length > LongestText) is { } longest)
        {
            throw new RuleViolationException("text-too-long", PlainText.Shown(longest), longest.Length, LongestText);
        }

        if (dossier.Qualifications.Count > MostEntries || dossier.Practitioners.Count > MostEntries || dossier.RelatedOrganisationCodes.Count > MostEntries)
        {
            throw new RuleViolationException("dossier-too-many", MostEntries);
        }
    }
}

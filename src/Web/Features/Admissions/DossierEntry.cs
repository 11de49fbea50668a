using Market.Marketplace.Admissions;

namespace Market.Web.Features.Admissions;

/// <summary>A dossier as the fields of the form hold it.</summary>
public sealed class DossierEntry
{
    public string Name { get; set; } = "";
    public AgencyKind Kind { get; set; }
    public string LegalRepresentative { get; set; } = "";
    public string RegionCode { get; set; } = "";
    public string RegisteredAddress { get; set; } = "";
    public string Address { get; set; } = "";
    public decimal? Capital { get; set; }
    public DateOnly? FoundedOn { get; set; }
    public DateOnly? LicensedTo { get; set; }
    public string BusinessScope { get; set; } = "";
    public string ContactName { get; set; } = "";
    public string ContactPhone { get; set; } = "";
    public string ComplaintPhone { get; set; } = "";
    public string Related { get; set; } = "";
    public string PriceCommitment { get; set; } = "";
    public string TimeCommitment { get; set; } = "";
    public bool Committed { get; set; }
    public IList<QualificationEntryRow> Qualifications { get; } = [];
    public IList<PractitionerEntryRow> Practitioners { get; } = [];

    /// <summary>A licence being typed.</summary>
    public sealed class QualificationEntryRow
    {
        public string Key { get; init; } = "";
        public string Category { get; set; } = "";
        public string? Specialty { get; set; }
        public string? Grade { get; set; }
        public string CertificateNumber { get; set; } = "";
        public string Issuer { get; set; } = "";
        public DateOnly? ValidFrom { get; set; }
        public DateOnly? ValidTo { get; set; }
    }

    /// <summary>A practitioner being typed.</summary>
    public sealed class PractitionerEntryRow
    {
        public string Key { get; init; } = "";
        public string Name { get; set; } = "";
        public string Title { get; set; } = "";
        public string RegistrationNumber { get; set; } = "";
        public DateOnly? ValidTo { get; set; }
    }

    public static DossierEntry Of(AdmissionDossier dossier)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var entry = new DossierEntry
        {
            Name = dossier.Name,
            Kind = dossier.Kind,
            LegalRepresentative = dossier.LegalRepresentative,
            RegionCode = dossier.RegionCode,
            RegisteredAddress = dossier.RegisteredAddress,
            Address = dossier.Address,
            Capital = dossier.CapitalTenThousand,
            FoundedOn = dossier.FoundedOn,
            LicensedTo = dossier.LicensedTo,
            BusinessScope = dossier.BusinessScope,
            ContactName = dossier.ContactName,
            ContactPhone = dossier.ContactPhone,
            ComplaintPhone = dossier.ComplaintPhone,
            Related = string.Join(' ', dossier.RelatedOrganisationCodes),
            PriceCommitment = dossier.PriceCommitment,
            TimeCommitment = dossier.TimeCommitment,
            Committed = dossier.Committed,
        };
        foreach (var held in dossier.Qualifications)
        {
            entry.Qualifications.Add(new()
            {
                Key = held.Key,
                Category = held.Category,
                Specialty = held.Specialty,
                Grade = held.Grade,
                CertificateNumber = held.CertificateNumber,
                Issuer = held.Issuer,
                ValidFrom = held.ValidFrom,
                ValidTo = held.ValidTo,
            });
        }

        foreach (var person in dossier.Practitioners)
        {
            entry.Practitioners.Add(new()
            {
                Key = person.Key,
                Name = person.Name,
                Title = person.Title,
                RegistrationNumber = person.RegistrationNumber,
                ValidTo = person.ValidTo,
            });
        }

        return entry;
    }

    /// <summary>A key that no entry has had: scans hang on it.</summary>
    public static string NewKey() => Guid.CreateVersion7().ToString("N");

    public AdmissionDossier ToDossier() => new()
    {
        Name = Name,
        Kind = Kind,
        LegalRepresentative = LegalRepresentative,
        RegionCode = RegionCode.Trim(),
        RegisteredAddress = RegisteredAddress,
        Address = Address,
        CapitalTenThousand = Capital,
        FoundedOn = FoundedOn,
        LicensedTo = LicensedTo,
        BusinessScope = BusinessScope,
        ContactName = ContactName,
        ContactPhone = ContactPhone.Trim(),
        ComplaintPhone = ComplaintPhone.Trim(),
        RelatedOrganisationCodes = Related.Split([' ', ',', '，', '、', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        PriceCommitment = PriceCommitment,
        TimeCommitment = TimeCommitment,
        Committed = Committed,
        Qualifications =
        [
            .. Qualifications.Select(held => new QualificationDraft(
                held.Key, held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer, held.ValidFrom, held.ValidTo)),
        ],
        Practitioners = [.. Practitioners.Select(person => new PractitionerDraft(person.Key, person.Name, person.Title, person.RegistrationNumber, person.ValidTo))],
    };
}

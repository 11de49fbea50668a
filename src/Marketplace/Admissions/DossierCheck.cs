using System.Globalization;
using System.Text.RegularExpressions;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;

namespace Market.Marketplace.Admissions;

/// <summary>What every dossier must name.</summary>
public enum DossierField
{
    /// <summary>机构名称.</summary>
    Name,

    /// <summary>法定代表人.</summary>
    LegalRepresentative,

    /// <summary>注册地址.</summary>
    RegisteredAddress,

    /// <summary>办公地址.</summary>
    Address,

    /// <summary>联系人.</summary>
    ContactName,

    /// <summary>联系电话.</summary>
    ContactPhone,

    /// <summary>投诉电话.</summary>
    ComplaintPhone,
}

/// <summary>What still keeps a dossier from being handed in, or from passing.</summary>
/// <param name="Part">Where.</param>
/// <param name="Code">The sentence, as in Refusals.resx.</param>
/// <param name="Args">Values for the sentence.</param>
public sealed record DossierGap(DossierPart Part, string Code, IReadOnlyList<object> Args)
{
    /// <summary>The sentence, saying what to do.</summary>
    public string Say(CultureInfo culture) => Refusals.Say(Code, culture, [.. Args]);
}

/// <summary>Who holds a registration or a certificate already, and whom to turn to.</summary>
internal sealed record Holder(string AgencyName, string ContactName, string ContactPhone);

/// <summary>What other agencies hold of that which a dossier names.</summary>
/// <param name="Practitioners">By registration number.</param>
/// <param name="Certificates">By category and certificate number.</param>
internal sealed record HeldElsewhere(
    IReadOnlyDictionary<string, Holder> Practitioners, IReadOnlyDictionary<(string Category, string Number), Holder> Certificates);

/// <summary>The form of a dossier, rule by rule; a pure function. The page shows its answer while the agency types.</summary>
internal static partial class DossierCheck
{
    private const int MostEntries = 500;

    public static IReadOnlyList<DossierGap> Check(
        AdmissionDossier dossier, IReadOnlyCollection<AdmissionPaper> papers, HeldElsewhere held, DateOnly today) =>
    [
        .. Basics(dossier, today), .. Qualifications(dossier, held, today), .. Practitioners(dossier, held, today),
        .. Papers(dossier, papers), .. Commitment(dossier),
    ];

    private static IEnumerable<DossierGap> Basics(AdmissionDossier dossier, DateOnly today)
    {
        (DossierField What, string Text)[] needed =
        [
            (DossierField.Name, dossier.Name), (DossierField.LegalRepresentative, dossier.LegalRepresentative),
            (DossierField.RegisteredAddress, dossier.RegisteredAddress), (DossierField.Address, dossier.Address),
            (DossierField.ContactName, dossier.ContactName), (DossierField.ContactPhone, dossier.ContactPhone),
            (DossierField.ComplaintPhone, dossier.ComplaintPhone),
        ];
        foreach (var (what, text) in needed)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return Gap(DossierPart.Basics, "dossier-missing", what);
            }
        }

        foreach (var text in needed.Select(field => field.Text).Append(dossier.BusinessScope).Where(text => !PlainText.Allows(text)))
        {
            yield return Gap(DossierPart.Basics, "text-markup", PlainText.Shown(text));
        }

        if (!Region().IsMatch(dossier.RegionCode))
        {
            yield return Gap(DossierPart.Basics, "dossier-region");
        }

        foreach (var phone in new[] { dossier.ContactPhone, dossier.ComplaintPhone }.Where(phone => phone.Length > 0 && !Phone().IsMatch(phone)))
        {
            yield return Gap(DossierPart.Basics, "dossier-phone", PlainText.Shown(phone));
        }

        if (dossier.LicensedTo < today)
        {
            yield return Gap(DossierPart.Basics, "dossier-licence-ended", dossier.LicensedTo.Value);
        }

        if (dossier.FoundedOn > today)
        {
            yield return Gap(DossierPart.Basics, "dossier-founded", dossier.FoundedOn.Value);
        }

        if (dossier.CapitalTenThousand is < 0 or > 100_000_000)
        {
            yield return Gap(DossierPart.Basics, "dossier-capital");
        }

        foreach (var code in dossier.RelatedOrganisationCodes.Where(code => !CreditCode.IsValid(code)))
        {
            yield return Gap(DossierPart.Basics, "credit-code-invalid", PlainText.Shown(code));
        }
    }

    private static IEnumerable<DossierGap> Qualifications(AdmissionDossier dossier, HeldElsewhere elsewhere, DateOnly today)
    {
        const DossierPart Part = DossierPart.Qualifications;
        if (dossier.Qualifications.Count > MostEntries)
        {
            yield return Gap(Part, "dossier-too-many", MostEntries);
        }

        foreach (var (held, index) in dossier.Qualifications.Select((held, index) => (held, index + 1)))
        {
            if (new[] { held.Category, held.CertificateNumber, held.Issuer }.Any(string.IsNullOrWhiteSpace) || held.ValidFrom is null)
            {
                yield return Gap(Part, "dossier-qualification-incomplete", index);
                continue;
            }

            if (new[] { held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer }.FirstOrDefault(text => !PlainText.Allows(text)) is { } odd)
            {
                yield return Gap(Part, "text-markup", PlainText.Shown(odd));
            }

            if (held.ValidFrom > held.ValidTo)
            {
                yield return Gap(Part, "dossier-qualification-dates", held.CertificateNumber);
            }
            else if (held.ValidTo < today)
            {
                yield return Gap(Part, "dossier-qualification-expired", held.CertificateNumber, held.ValidTo.Value);
            }

            if (elsewhere.Certificates.GetValueOrDefault((held.Category.Trim(), held.CertificateNumber.Trim())) is { } holder)
            {
                yield return Gap(Part, "dossier-certificate-elsewhere", held.CertificateNumber, holder.AgencyName, holder.ContactName, holder.ContactPhone);
            }
        }

        foreach (var twice in dossier.Qualifications.Where(held => held.CertificateNumber.Length > 0)
            .GroupBy(held => (held.Category.Trim(), Number: held.CertificateNumber.Trim())).Where(group => group.Count() > 1))
        {
            yield return Gap(Part, "dossier-qualification-twice", twice.Key.Number);
        }
    }

    private static IEnumerable<DossierGap> Practitioners(AdmissionDossier dossier, HeldElsewhere elsewhere, DateOnly today)
    {
        const DossierPart Part = DossierPart.Practitioners;
        if (dossier.Practitioners.Count > MostEntries)
        {
            yield return Gap(Part, "dossier-too-many", MostEntries);
        }

        foreach (var (person, index) in dossier.Practitioners.Select((person, index) => (person, index + 1)))
        {
            if (new[] { person.Name, person.Title, person.RegistrationNumber }.Any(string.IsNullOrWhiteSpace) || person.ValidTo is null)
            {
                yield return Gap(Part, "dossier-practitioner-incomplete", index);
                continue;
            }

            if (new[] { person.Name, person.Title, person.RegistrationNumber }.FirstOrDefault(text => !PlainText.Allows(text)) is { } odd)
            {
                yield return Gap(Part, "text-markup", PlainText.Shown(odd));
            }

            if (person.ValidTo < today)
            {
                yield return Gap(Part, "dossier-practitioner-expired", person.Name, person.ValidTo.Value);
            }

            if (elsewhere.Practitioners.GetValueOrDefault(person.RegistrationNumber.Trim()) is { } holder)
            {
                yield return Gap(Part, "dossier-practitioner-elsewhere", person.RegistrationNumber, holder.AgencyName, holder.ContactName, holder.ContactPhone);
            }
        }

        foreach (var twice in dossier.Practitioners.Where(person => person.RegistrationNumber.Length > 0)
            .GroupBy(person => person.RegistrationNumber.Trim()).Where(group => group.Count() > 1))
        {
            yield return Gap(Part, "dossier-practitioner-twice", twice.Key);
        }
    }

    private static IEnumerable<DossierGap> Papers(AdmissionDossier dossier, IReadOnlyCollection<AdmissionPaper> papers)
    {
        foreach (var (kind, key, name) in PapersNeeded(dossier))
        {
            // A scan that was compared and deleted has done its work.
            if (!papers.Any(paper => paper.Kind == kind && paper.EntryKey == key))
            {
                yield return name.Length == 0 ? Gap(DossierPart.Papers, "dossier-paper", kind) : Gap(DossierPart.Papers, "dossier-paper-of", name, kind);
            }
        }
    }

    private static IEnumerable<DossierGap> Commitment(AdmissionDossier dossier)
    {
        if (!dossier.Committed)
        {
            yield return Gap(DossierPart.Commitment, "dossier-commitment");
        }

        if (string.IsNullOrWhiteSpace(dossier.PriceCommitment) || string.IsNullOrWhiteSpace(dossier.TimeCommitment))
        {
            yield return Gap(DossierPart.Commitment, "dossier-promises");
        }
        else if (!PlainText.Allows(dossier.PriceCommitment) || !PlainText.Allows(dossier.TimeCommitment))
        {
            yield return Gap(DossierPart.Commitment, "text-markup", PlainText.Shown(dossier.PriceCommitment));
        }
    }

    /// <summary>The scans that go with a dossier.</summary>
    internal static IEnumerable<(PaperKind Kind, string Key, string Name)> PapersNeeded(AdmissionDossier dossier) =>
    [
        (PaperKind.BusinessLicence, "", ""), (PaperKind.LegalRepresentativeId, "", ""), (PaperKind.Commitment, "", ""),
        .. dossier.Qualifications.Select(held => (PaperKind.Qualification, held.Key, held.CertificateNumber)),
        .. dossier.Practitioners.SelectMany(person => new[]
        {
            (PaperKind.Registration, person.Key, person.Name), (PaperKind.SocialSecurity, person.Key, person.Name),
        }),
    ];

    private static DossierGap Gap(DossierPart part, string code, params object[] args) => new(part, code, args);

    [GeneratedRegex("^[1-9][0-9]{5}$")]
    private static partial Regex Region();

    [GeneratedRegex("^[0-9+()（） -]{7,20}$")]
    private static partial Regex Phone();
}

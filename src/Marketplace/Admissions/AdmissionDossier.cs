using Market.Marketplace.Agencies;

namespace Market.Marketplace.Admissions;

/// <summary>What kind of body an agency is (机构类型).</summary>
public enum AgencyKind
{
    /// <summary>企业.</summary>
    Company,

    /// <summary>事业单位.</summary>
    PublicInstitution,

    /// <summary>社会组织.</summary>
    SocialOrganisation,

    /// <summary>个体工商户.</summary>
    SoleTrader,
}

/// <summary>A licence as the agency types it; nothing is required before it is handed in.</summary>
/// <param name="Key">Binds the scan to this entry.</param>
public sealed record QualificationDraft(
    string Key, string Category = "", string? Specialty = null, string? Grade = null, string CertificateNumber = "", string Issuer = "",
    DateOnly? ValidFrom = null, DateOnly? ValidTo = null);

/// <summary>A practitioner as the agency types it. The number of the identity card is not asked for: the scan is compared and deleted.</summary>
/// <param name="Key">Binds the papers to this entry.</param>
public sealed record PractitionerDraft(string Key, string Name = "", string Title = "", string RegistrationNumber = "", DateOnly? ValidTo = null);

/// <summary>All that an agency files for admission (入驻申报), also half-typed.</summary>
public sealed record AdmissionDossier
{
    /// <summary>Registered name.</summary>
    public string Name { get; init; } = "";

    /// <summary>机构类型.</summary>
    public AgencyKind Kind { get; init; }

    /// <summary>法定代表人.</summary>
    public string LegalRepresentative { get; init; } = "";

    /// <summary>Six-digit region of registration.</summary>
    public string RegionCode { get; init; } = "";

    /// <summary>注册地址.</summary>
    public string RegisteredAddress { get; init; } = "";

    /// <summary>办公地址.</summary>
    public string Address { get; init; } = "";

    /// <summary>注册资本, in ten thousand yuan.</summary>
    public decimal? CapitalTenThousand { get; init; }

    /// <summary>成立日期.</summary>
    public DateOnly? FoundedOn { get; init; }

    /// <summary>营业期限止; none means for good.</summary>
    public DateOnly? LicensedTo { get; init; }

    /// <summary>经营范围.</summary>
    public string BusinessScope { get; init; } = "";

    /// <summary>联系人.</summary>
    public string ContactName { get; init; } = "";

    /// <summary>联系电话.</summary>
    public string ContactPhone { get; init; } = "";

    /// <summary>投诉电话.</summary>
    public string ComplaintPhone { get; init; } = "";

    /// <summary>Credit codes of owning, managing or sponsoring organisations, for recusal (关联关系).</summary>
    public IReadOnlyList<string> RelatedOrganisationCodes { get; init; } = [];

    /// <summary>收费标准承诺.</summary>
    public string PriceCommitment { get; init; } = "";

    /// <summary>服务时限承诺.</summary>
    public string TimeCommitment { get; init; } = "";

    /// <summary>Licences.</summary>
    public IReadOnlyList<QualificationDraft> Qualifications { get; init; } = [];

    /// <summary>Practitioners.</summary>
    public IReadOnlyList<PractitionerDraft> Practitioners { get; init; } = [];

    /// <summary>Whether truth, accuracy and legality of all this have been committed to (承诺).</summary>
    public bool Committed { get; init; }

    /// <summary>The dossier as the register of agencies takes it over. It has passed <see cref="DossierCheck"/>.</summary>
    internal AgencyApplication ToApplication(string creditCode) => new()
    {
        CreditCode = creditCode,
        Name = Name.Trim(),
        RegionCode = RegionCode,
        Address = Address.Trim(),
        ContactName = ContactName.Trim(),
        ContactPhone = ContactPhone.Trim(),
        RelatedOrganisationCodes = RelatedOrganisationCodes,
        Qualifications =
        [
            .. Qualifications.Select(held => new QualificationEntry(
                held.Category.Trim(), Blank(held.Specialty), Blank(held.Grade), held.CertificateNumber.Trim(), held.Issuer.Trim(),
                held.ValidFrom!.Value, held.ValidTo)),
        ],
        Practitioners =
        [
            .. Practitioners.Select(person => new PractitionerEntry(
                person.Name.Trim(), person.Title.Trim(), person.RegistrationNumber.Trim(), person.ValidTo!.Value)),
        ],
    };

    /// <summary>The dossier of an agency that the register took in without an application of its own.</summary>
    internal static AdmissionDossier Of(AgencyApplication application) => new()
    {
        Name = application.Name,
        RegionCode = application.RegionCode,
        Address = application.Address,
        ContactName = application.ContactName,
        ContactPhone = application.ContactPhone,
        RelatedOrganisationCodes = application.RelatedOrganisationCodes,
        Qualifications =
        [
            .. application.Qualifications.Select((held, index) => new QualificationDraft(
                $"q{index + 1}", held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer, held.ValidFrom, held.ValidTo)),
        ],
        Practitioners =
        [
            .. application.Practitioners.Select((person, index) => new PractitionerDraft(
                $"p{index + 1}", person.Name, person.Title, person.RegistrationNumber, person.ValidTo)),
        ],
        Committed = true,
    };

    /// <summary>The dossier with a pseudonym in place of its contact, where that is the person.</summary>
    internal AdmissionDossier WithoutContact(string name, string pseudonym) =>
        ContactName.Trim() == name ? this with { ContactName = pseudonym, ContactPhone = "" } : this;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

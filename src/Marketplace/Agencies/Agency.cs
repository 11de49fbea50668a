using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Agencies;

/// <summary>How an agency stands in the supermarket.</summary>
public enum AgencyStatus
{
    /// <summary>已入驻: may take work.</summary>
    Admitted,

    /// <summary>暂停: no new work.</summary>
    Suspended,

    /// <summary>清退.</summary>
    Removed,
}

/// <summary>What an agency hands in for admission (入驻).</summary>
public sealed record AgencyApplication
{
    /// <summary>Unified social credit code.</summary>
    public required string CreditCode { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; init; }

    /// <summary>Six-digit region of registration.</summary>
    public required string RegionCode { get; init; }

    /// <summary>Office address.</summary>
    public required string Address { get; init; }

    /// <summary>Contact person.</summary>
    public required string ContactName { get; init; }

    /// <summary>Contact telephone.</summary>
    public required string ContactPhone { get; init; }

    /// <summary>Credit codes of owning, managing or sponsoring organisations, for recusal (关联关系).</summary>
    public IReadOnlyList<string> RelatedOrganisationCodes { get; init; } = [];

    /// <summary>Its licences.</summary>
    public IReadOnlyList<QualificationEntry> Qualifications { get; init; } = [];

    /// <summary>Its practitioners.</summary>
    public IReadOnlyList<PractitionerEntry> Practitioners { get; init; } = [];
}

/// <summary>A licence as handed in.</summary>
public sealed record QualificationEntry(
    string Category, string? Specialty, string? Grade, string CertificateNumber, string Issuer, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>A practitioner as handed in.</summary>
public sealed record PractitionerEntry(string Name, string Title, string RegistrationNumber, DateOnly ValidTo, Guid? UserId = null);

/// <summary>An admitted intermediary agency (中介机构).</summary>
public sealed partial class Agency : IAggregate
{
    private readonly List<Qualification> _qualifications = [];
    private readonly List<Practitioner> _practitioners = [];

    private Agency()
    {
    }

    /// <summary>Identity, the same as its organisation's.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Unified social credit code.</summary>
    public string CreditCode { get; private init; } = "";

    /// <summary>Registered name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it stands.</summary>
    public AgencyStatus Status { get; private set; }

    /// <summary>Since when it is admitted.</summary>
    public DateTimeOffset AdmittedAt { get; private init; }

    /// <summary>Six-digit region of registration.</summary>
    public string RegionCode { get; private set; } = "";

    /// <summary>Office address.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Contact person.</summary>
    public string ContactName { get; private set; } = "";

    /// <summary>Contact telephone.</summary>
    public string ContactPhone { get; private set; } = "";

    /// <summary>Credit codes of related organisations.</summary>
    public IReadOnlyList<string> RelatedOrganisationCodes { get; private set; } = [];

    /// <summary>Licences.</summary>
    public IReadOnlyCollection<Qualification> Qualifications => _qualifications;

    /// <summary>Practitioners.</summary>
    public IReadOnlyCollection<Practitioner> Practitioners => _practitioners;

    internal static Agency Admit(AgencyApplication application, Organisation organisation, OperationContext context)
    {
        var agency = new Agency
        {
            Id = organisation.Id,
            CreditCode = organisation.CreditCode,
            Name = organisation.Name,
            Status = AgencyStatus.Admitted,
            AdmittedAt = context.At,
            RegionCode = application.RegionCode,
            Address = application.Address,
            ContactName = application.ContactName,
            ContactPhone = application.ContactPhone,
            RelatedOrganisationCodes = application.RelatedOrganisationCodes,
        };
        agency._qualifications.AddRange(application.Qualifications.Select(entry => new Qualification
        {
            Id = context.NewId(),
            AgencyId = agency.Id,
            Category = entry.Category,
            Specialty = entry.Specialty,
            Grade = entry.Grade,
            CertificateNumber = entry.CertificateNumber,
            Issuer = entry.Issuer,
            ValidFrom = entry.ValidFrom,
            ValidTo = entry.ValidTo,
        }));
        agency._practitioners.AddRange(application.Practitioners.Select(entry => new Practitioner
        {
            Id = context.NewId(),
            AgencyId = agency.Id,
            Name = entry.Name,
            Title = entry.Title,
            RegistrationNumber = entry.RegistrationNumber,
            ValidTo = entry.ValidTo,
            UserId = entry.UserId,
        }));
        return agency;
    }

    /// <summary>The licence that satisfies the requirement on a day, or null.</summary>
    public Qualification? QualificationFor(QualificationRequirement requirement, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return _qualifications.FirstOrDefault(held => requirement.AnyOf.Any(option => held.Satisfies(option, day)));
    }

    /// <summary>Whether the agency may do work with the requirement on a day.</summary>
    public bool IsQualifiedFor(QualificationRequirement requirement, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(requirement);
        return requirement.AnyOf.Count == 0 || QualificationFor(requirement, day) is not null;
    }

    internal void Suspend() => Status = AgencyStatus.Suspended;
}

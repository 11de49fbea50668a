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

    /// <summary>主动退出.</summary>
    Exited,
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
    public DateTimeOffset AdmittedAt { get; private set; }

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

    /// <summary>Practitioners registered here now; those who have left stay as rows for the seals they used.</summary>
    public IReadOnlyCollection<Practitioner> Practitioners => [.. _practitioners.Where(person => person.LeftOn is null)];

    internal static Agency Admit(AgencyApplication application, Organisation organisation, OperationContext context)
    {
        var agency = new Agency
        {
            Id = organisation.Id,
            CreditCode = organisation.CreditCode,
            Status = AgencyStatus.Admitted,
            AdmittedAt = context.At,
        };
        agency.Take(application, context);
        return agency;
    }

    /// <summary>Takes over what has passed the form check. A licence that stays is the same row, so that its warnings go on; a
    /// practitioner who is no longer named has left.</summary>
    internal void Take(AgencyApplication application, OperationContext context)
    {
        Name = application.Name;
        RegionCode = application.RegionCode;
        Address = application.Address;
        ContactName = application.ContactName;
        ContactPhone = application.ContactPhone;
        RelatedOrganisationCodes = application.RelatedOrganisationCodes;
        TakeQualifications(application.Qualifications, context);
        TakePractitioners(application.Practitioners, context);
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
        return (requirement.AnyOf.Count == 0 || QualificationFor(requirement, day) is not null)
            && requirement.AndAnyOf.All(group => _qualifications.Exists(held => group.Any(option => held.Satisfies(option, day))));
    }

    internal void Stand(AgencyStatus status, OperationContext context)
    {
        if (status is AgencyStatus.Exited or AgencyStatus.Removed)
        {
            // Their people may be registered elsewhere from now on.
            _practitioners.ForEach(person => person.Leave(context.Today));
        }

        Status = status;
    }

    /// <summary>The data of the register as an application would have brought them.</summary>
    internal AgencyApplication ToApplication() => new()
    {
        CreditCode = CreditCode,
        Name = Name,
        RegionCode = RegionCode,
        Address = Address,
        ContactName = ContactName,
        ContactPhone = ContactPhone,
        RelatedOrganisationCodes = RelatedOrganisationCodes,
        Qualifications =
        [
            .. _qualifications.Select(held => new QualificationEntry(
                held.Category, held.Specialty, held.Grade, held.CertificateNumber, held.Issuer, held.ValidFrom, held.ValidTo)),
        ],
        Practitioners = [.. Practitioners.Select(person => new PractitionerEntry(person.Name, person.Title, person.RegistrationNumber, person.ValidTo, person.UserId))],
    };

    /// <summary>Admits again an agency that had left.</summary>
    internal void Readmit(AgencyApplication application, OperationContext context)
    {
        Take(application, context);
        AdmittedAt = context.At;
        Status = AgencyStatus.Admitted;
    }

    /// <summary>The contact was erased: a pseudonym and no telephone, until the agency names another.</summary>
    internal void EraseContact(string pseudonym) => (ContactName, ContactPhone) = (pseudonym, "");

    private void TakeQualifications(IReadOnlyList<QualificationEntry> entries, OperationContext context)
    {
        _qualifications.RemoveAll(held => !entries.Any(held.IsThatOf));
        foreach (var entry in entries)
        {
            if (_qualifications.Find(held => held.IsThatOf(entry)) is { } held)
            {
                held.Take(entry);
                continue;
            }

            _qualifications.Add(Qualification.Of(entry, Id, context));
        }
    }

    private void TakePractitioners(IReadOnlyList<PractitionerEntry> entries, OperationContext context)
    {
        foreach (var person in _practitioners.Where(person => !entries.Any(entry => entry.RegistrationNumber == person.RegistrationNumber)))
        {
            person.Leave(context.Today);
        }

        foreach (var entry in entries)
        {
            if (_practitioners.Find(person => person.LeftOn is null && person.RegistrationNumber == entry.RegistrationNumber) is { } person)
            {
                person.Take(entry);
                continue;
            }

            _practitioners.Add(Practitioner.Of(entry, Id, context));
        }
    }
}

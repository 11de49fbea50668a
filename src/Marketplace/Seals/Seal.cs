using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.Seals;

/// <summary>How a seal stands.</summary>
public enum SealStatus
{
    /// <summary>启用.</summary>
    Active,

    /// <summary>停用.</summary>
    Suspended,

    /// <summary>挂失.</summary>
    Lost,

    /// <summary>已换章: a re-made seal has taken its place.</summary>
    Replaced,
}

/// <summary>What a person holding a seal is called.</summary>
internal sealed record SealPerson(Guid UserId, string Name);

/// <summary>An electronic seal in custody: whose it is, its certificate, and who alone may use it.</summary>
public sealed partial class Seal : IAggregate
{
    private readonly List<SealKeeping> _keepings = [];

    private Seal()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>When anything of it last changed, its keepers included.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Unit's or practitioner's.</summary>
    public SealKind Kind { get; private init; }

    /// <summary>Whose it is: an agency, or a project owner with its unit's seal.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The practitioner, for a practitioner's seal.</summary>
    public Guid? PractitionerId { get; private init; }

    /// <summary>The practitioner's registration title, such as 注册城乡规划师.</summary>
    public string? RegistrationTitle { get; private init; }

    /// <summary>The words on the seal.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The seal's number.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The certificate, DER.</summary>
    public byte[] Certificate { get; private init; } = [];

    /// <summary>First instant of the certificate.</summary>
    public DateTimeOffset CertificateFrom { get; private init; }

    /// <summary>Last instant of the certificate.</summary>
    public DateTimeOffset CertificateTo { get; private init; }

    /// <summary>Last instant at which it can seal: of the certificate, or of the seal file if that ends before.</summary>
    public DateTimeOffset UsableTo => Appearance.ValidTo is { } sealEnd && sealEnd < CertificateTo ? sealEnd : CertificateTo;

    /// <summary>Where the key store keeps the key; empty until the agency has brought it.</summary>
    public string KeyReference { get; private set; } = "";

    /// <summary>When it was registered.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>How it stands.</summary>
    public SealStatus Status { get; private set; }

    /// <summary>Who holds it, held it or will hold it.</summary>
    public IReadOnlyCollection<SealKeeping> Keepings => _keepings;

    internal static Seal Register(
        SealRegistration entry, Agency agency, IReadOnlyList<SealPerson> people, OperationContext context, SealAppearance? appearance = null)
    {
        var practitioner = entry.Kind == SealKind.Unit ? null : PractitionerIn(agency, entry.RegistrationNumber);
        var seal = Make(entry, agency.Id, practitioner, appearance ?? SealAppearance.DrawnFor(entry.Kind), null, context);
        if (practitioner is null)
        {
            seal.AppointFirst(people, context);
        }
        else if (practitioner.UserId is { } user)
        {
            seal.Add(new SealPerson(user, practitioner.Name), context);
        }

        return seal;
    }

    /// <summary>The seal of a project owner, with which its contracts are signed.</summary>
    internal static Seal RegisterForOwner(
        SealRegistration entry, Guid ownerId, IReadOnlyList<SealPerson> people, OperationContext context, SealAppearance? appearance = null)
    {
        if (entry.Kind != SealKind.Unit)
        {
            throw new RuleViolationException("owner-unit-seal");
        }

        var seal = Make(entry, ownerId, null, appearance ?? SealAppearance.DrawnFor(entry.Kind), null, context);
        seal.AppointFirst(people, context);
        return seal;
    }

    /// <summary>The practitioner of the agency under a registration number.</summary>
    internal static Practitioner PractitionerIn(Agency agency, string? registrationNumber) =>
        agency.Practitioners.SingleOrDefault(person => person.RegistrationNumber == registrationNumber) ?? throw new NotFoundException(nameof(Practitioner));

    private static Seal Make(
        SealRegistration entry, Guid organisationId, Practitioner? practitioner, SealAppearance appearance, Seal? replaces, OperationContext context)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(entry.Certificate);
        return new Seal
        {
            Id = context.NewId(),
            Edition = replaces is { } old && old.Number == entry.Number ? old.Edition + 1 : 1,
            ReplacesId = replaces?.Id,
            Kind = entry.Kind,
            AgencyId = organisationId,
            PractitionerId = practitioner?.Id,
            RegistrationTitle = practitioner?.Title,
            Text = entry.Text,
            Number = entry.Number,
            Certificate = entry.Certificate,
            CertificateFrom = certificate.NotBefore.ToUniversalTime(),
            CertificateTo = certificate.NotAfter.ToUniversalTime(),
            KeyReference = entry.KeyReference,
            RegisteredAt = context.At,
            ChangedAt = context.At,
            Status = SealStatus.Active,
            Appearance = appearance,
        };
    }

    /// <summary>Whether the person may use it on a day, as keeper or in a keeper's place.</summary>
    public bool IsKeptBy(Guid userId, DateOnly day) => _keepings.Any(keeping => keeping.UserId == userId && keeping.IsInForceOn(day));

    /// <summary>Whether it fits a step of a seal scheme.</summary>
    public bool Fits(SealKind kind, string? registrationTitle) =>
        Kind == kind && (registrationTitle is null || registrationTitle == RegistrationTitle);

    /// <summary>Refuses unless this person may seal with it at this instant.</summary>
    internal void RequireUsable(OperationContext context) => RequireUsable(context.Actor.UserId, context);

    /// <summary>Refuses unless the person may seal with it at this instant, whoever carries it out.</summary>
    internal void RequireUsable(Guid userId, OperationContext context)
    {
        if (!IsKeptBy(userId, context.Today))
        {
            throw new RuleViolationException("not-your-seal", Text);
        }

        if (Status != SealStatus.Active)
        {
            throw new RuleViolationException("seal-not-active", Text, Status);
        }

        if (context.At < CertificateFrom || context.At > UsableTo)
        {
            throw new RuleViolationException("certificate-expired", Text, ChinaTime.DayOf(UsableTo));
        }
    }
}

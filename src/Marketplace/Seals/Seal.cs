using System.Security.Cryptography.X509Certificates;
using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

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
}

/// <summary>A seal as handed over by its maker.</summary>
public sealed record SealRegistration
{
    /// <summary>Unit's or practitioner's.</summary>
    public required SealKind Kind { get; init; }

    /// <summary>The agency.</summary>
    public required Guid AgencyId { get; init; }

    /// <summary>For a practitioner's seal: the registration number of the practitioner.</summary>
    public string? RegistrationNumber { get; init; }

    /// <summary>The words on the seal.</summary>
    public required string Text { get; init; }

    /// <summary>The seal's number (印章编码).</summary>
    public required string Number { get; init; }

    /// <summary>The certificate, DER.</summary>
    public required byte[] Certificate { get; init; }

    /// <summary>Where the key store keeps the key.</summary>
    public required string KeyReference { get; init; }

    /// <summary>The accounts that may use a unit's seal (印章保管人).</summary>
    public IReadOnlyList<Guid> Keepers { get; init; } = [];
}

/// <summary>An electronic seal in custody: whose it is, its certificate, and who alone may use it.</summary>
public sealed class Seal : IAggregate
{
    private Seal()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Unit's or practitioner's.</summary>
    public SealKind Kind { get; private init; }

    /// <summary>The agency.</summary>
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

    /// <summary>Where the key store keeps the key.</summary>
    public string KeyReference { get; private init; } = "";

    /// <summary>How it stands.</summary>
    public SealStatus Status { get; private set; }

    /// <summary>The accounts that may use it.</summary>
    public IReadOnlyList<Guid> Keepers { get; private init; } = [];

    internal static Seal Register(SealRegistration entry, Agency agency, OperationContext context)
    {
        var practitioner = entry.Kind == SealKind.Unit ? null
            : agency.Practitioners.SingleOrDefault(person => person.RegistrationNumber == entry.RegistrationNumber)
                ?? throw new NotFoundException(nameof(Practitioner));
        using var certificate = X509CertificateLoader.LoadCertificate(entry.Certificate);
        return new Seal
        {
            Id = context.NewId(),
            Kind = entry.Kind,
            AgencyId = agency.Id,
            PractitionerId = practitioner?.Id,
            RegistrationTitle = practitioner?.Title,
            Text = entry.Text,
            Number = entry.Number,
            Certificate = entry.Certificate,
            CertificateFrom = certificate.NotBefore.ToUniversalTime(),
            CertificateTo = certificate.NotAfter.ToUniversalTime(),
            KeyReference = entry.KeyReference,
            Status = SealStatus.Active,
            Keepers = practitioner is null ? entry.Keepers : practitioner.UserId is { } user ? [user] : [],
        };
    }

    internal void Suspend() => Status = SealStatus.Suspended;

    /// <summary>Refuses unless this person may seal with it at this instant.</summary>
    internal void RequireUsable(OperationContext context)
    {
        if (!Keepers.Contains(context.Actor.UserId))
        {
            throw new RuleViolationException("not-your-seal", Text);
        }

        if (Status != SealStatus.Active)
        {
            throw new RuleViolationException("seal-not-active", Text, Status);
        }

        if (context.At < CertificateFrom || context.At > CertificateTo)
        {
            throw new RuleViolationException("certificate-expired", Text, Calendars.ChinaTime.DayOf(CertificateTo));
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Seal>
    {
        public void Configure(EntityTypeBuilder<Seal> builder)
        {
            builder.ToTable("Seals");
            builder.Property(row => row.RegistrationTitle).HasMaxLength(100);
            builder.Property(row => row.Text).HasMaxLength(200);
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.KeyReference).HasMaxLength(100);
            builder.Property(row => row.Keepers).HasJson();
            builder.HasIndex(row => row.AgencyId);
            builder.HasOne<Agency>().WithMany().HasForeignKey(row => row.AgencyId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Agencies;

/// <summary>How a qualification stands on a day.</summary>
public enum QualificationStanding
{
    /// <summary>有效.</summary>
    Valid,

    /// <summary>临期: at most 60 days left.</summary>
    Expiring,

    /// <summary>过期, or not begun.</summary>
    NotInForce,
}

/// <summary>A licence of an agency (资质).</summary>
public sealed class Qualification
{
    private const int ExpiringDays = 60;

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>Such as 测绘资质.</summary>
    public string Category { get; private init; } = "";

    /// <summary>专业 or 范围.</summary>
    public string? Specialty { get; private set; }

    /// <summary>Such as 甲级.</summary>
    public string? Grade { get; private set; }

    /// <summary>证书编号.</summary>
    public string CertificateNumber { get; private init; } = "";

    /// <summary>发证机关.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>First day.</summary>
    public DateOnly ValidFrom { get; private set; }

    /// <summary>Last day; none means for good (长期).</summary>
    public DateOnly? ValidTo { get; private set; }

    /// <summary>For which number of days before its end a warning has gone out.</summary>
    public int? WarnedDays { get; internal set; }

    internal static Qualification Of(QualificationEntry entry, Guid agencyId, OperationContext context)
    {
        var held = new Qualification
        {
            Id = context.NewId(),
            AgencyId = agencyId,
            Category = entry.Category,
            CertificateNumber = entry.CertificateNumber,
        };
        held.Take(entry);
        return held;
    }

    internal bool IsThatOf(QualificationEntry entry) => Category == entry.Category && CertificateNumber == entry.CertificateNumber;

    internal void Take(QualificationEntry entry)
    {
        // A licence that was renewed is warned of anew.
        WarnedDays = ValidTo == entry.ValidTo ? WarnedDays : null;
        (Specialty, Grade, Issuer, ValidFrom, ValidTo) = (entry.Specialty, entry.Grade, entry.Issuer, entry.ValidFrom, entry.ValidTo);
    }

    /// <summary>How it stands on a day.</summary>
    public QualificationStanding StandingOn(DateOnly day) =>
        day < ValidFrom || day > ValidTo ? QualificationStanding.NotInForce
        : ValidTo is { } last && last.DayNumber - day.DayNumber <= ExpiringDays ? QualificationStanding.Expiring
        : QualificationStanding.Valid;

    /// <summary>Whether it satisfies the option on a day.</summary>
    public bool Satisfies(QualificationOption option, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(option);
        return StandingOn(day) != QualificationStanding.NotInForce
            && Category == option.Category
            && (option.Specialty is null || Specialty is null || Specialty.Contains(option.Specialty, StringComparison.Ordinal))
            && QualificationGrades.Suffices(Grade, option.MinimumGrade);
    }

    /// <summary>Category, specialty and grade in one line.</summary>
    public override string ToString() => string.Join(' ', new[] { Category, Specialty, Grade }.Where(part => part is not null));

    internal sealed class Mapping : IEntityTypeConfiguration<Qualification>
    {
        public void Configure(EntityTypeBuilder<Qualification> builder)
        {
            builder.ToTable("Qualifications");
            builder.Property(row => row.Category).HasMaxLength(100);
            builder.Property(row => row.Specialty).HasMaxLength(200);
            builder.Property(row => row.Grade).HasMaxLength(40);
            builder.Property(row => row.CertificateNumber).HasMaxLength(100);
            builder.Property(row => row.Issuer).HasMaxLength(200);
            builder.HasIndex(row => row.AgencyId);
        }
    }
}

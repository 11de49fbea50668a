using Market.Marketplace.Catalogue;
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
    public Guid Id { get; internal init; }

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>Such as 测绘资质.</summary>
    public string Category { get; internal init; } = "";

    /// <summary>专业 or 范围.</summary>
    public string? Specialty { get; internal init; }

    /// <summary>Such as 甲级.</summary>
    public string? Grade { get; internal init; }

    /// <summary>证书编号.</summary>
    public string CertificateNumber { get; internal init; } = "";

    /// <summary>发证机关.</summary>
    public string Issuer { get; internal init; } = "";

    /// <summary>First day.</summary>
    public DateOnly ValidFrom { get; internal init; }

    /// <summary>Last day; none means for good (长期).</summary>
    public DateOnly? ValidTo { get; internal init; }

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

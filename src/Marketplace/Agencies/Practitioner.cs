using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Agencies;

/// <summary>A registered practitioner of an agency (注册执业人员).</summary>
public sealed class Practitioner
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The agency where the registration is held; one at a time.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>Name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Such as 注册城乡规划师.</summary>
    public string Title { get; internal init; } = "";

    /// <summary>注册号.</summary>
    public string RegistrationNumber { get; internal init; } = "";

    /// <summary>Last day of the registration.</summary>
    public DateOnly ValidTo { get; internal init; }

    /// <summary>The account, once there is one.</summary>
    public Guid? UserId { get; internal set; }

    /// <summary>For which number of days before the end of the registration a warning has gone out.</summary>
    public int? WarnedDays { get; internal set; }

    /// <summary>Refuses unless the registration is in force on a day.</summary>
    internal void RequireRegistered(DateOnly day)
    {
        if (day > ValidTo)
        {
            throw new RuleViolationException("registration-expired", Name, Title, ValidTo);
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Practitioner>
    {
        public void Configure(EntityTypeBuilder<Practitioner> builder)
        {
            builder.ToTable("Practitioners");
            builder.Property(row => row.Name).HasMaxLength(100);
            builder.Property(row => row.Title).HasMaxLength(100);
            builder.Property(row => row.RegistrationNumber).HasMaxLength(100);
            builder.HasIndex(row => row.AgencyId);
            builder.HasIndex(row => row.RegistrationNumber).IsUnique();
        }
    }
}

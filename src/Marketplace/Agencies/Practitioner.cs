using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Agencies;

/// <summary>A registered practitioner of an agency (注册执业人员).</summary>
public sealed class Practitioner
{
    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>The agency where the registration is held; one at a time.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>Name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Such as 注册城乡规划师.</summary>
    public string Title { get; private set; } = "";

    /// <summary>注册号.</summary>
    public string RegistrationNumber { get; private init; } = "";

    /// <summary>The registration number while it is held here; none after leaving. Unique: one agency at a time.</summary>
    public string? HeldNumber { get; private set; }

    /// <summary>Last day here, once the person has left.</summary>
    public DateOnly? LeftOn { get; private set; }

    /// <summary>Last day of the registration.</summary>
    public DateOnly ValidTo { get; private set; }

    /// <summary>The account, once there is one.</summary>
    public Guid? UserId { get; internal set; }

    /// <summary>For which number of days before the end of the registration a warning has gone out.</summary>
    public int? WarnedDays { get; internal set; }

    internal static Practitioner Of(PractitionerEntry entry, Guid agencyId, OperationContext context) => new()
    {
        Id = context.NewId(),
        AgencyId = agencyId,
        Name = entry.Name,
        Title = entry.Title,
        RegistrationNumber = entry.RegistrationNumber,
        HeldNumber = entry.RegistrationNumber,
        ValidTo = entry.ValidTo,
        UserId = entry.UserId,
    };

    internal void Take(PractitionerEntry entry)
    {
        WarnedDays = ValidTo == entry.ValidTo ? WarnedDays : null;
        (Name, Title, ValidTo, UserId) = (entry.Name, entry.Title, entry.ValidTo, entry.UserId ?? UserId);
    }

    /// <summary>Rows from before numbers were held apart.</summary>
    internal void Hold() => HeldNumber = LeftOn is null ? RegistrationNumber : null;

    internal void Leave(DateOnly day)
    {
        LeftOn ??= day;
        HeldNumber = null;
    }

    /// <summary>A pseudonym takes the place of the name of somebody who has left.</summary>
    internal void Erase() => Name = PersonalData.PersonName.Pseudonym(UserId ?? Id);

    /// <summary>Refuses unless the registration is held here and in force on a day.</summary>
    internal void RequireRegistered(DateOnly day)
    {
        if (LeftOn is { } left)
        {
            throw new RuleViolationException("practitioner-left", Name, left);
        }

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
            builder.Property(row => row.HeldNumber).HasMaxLength(100);
            builder.HasIndex(row => row.RegistrationNumber);
            builder.HasIndex(row => row.HeldNumber).IsUnique();
        }
    }
}

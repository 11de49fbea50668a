using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Calendars;

/// <summary>How an edition of a year's working days stands.</summary>
public enum CalendarEditionStatus
{
    /// <summary>待第二人确认.</summary>
    Proposed,

    /// <summary>已生效.</summary>
    InForce,

    /// <summary>未通过.</summary>
    Refused,
}

/// <summary>The working days of a year as one person entered them from the announcement and a second one confirmed (日历版本).
/// Nothing is ever changed in place: an amendment, such as days without office for a typhoon (停办日), is the next edition.</summary>
public sealed class CalendarEdition : IAggregate
{
    private CalendarEdition()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The year.</summary>
    public int Year { get; private init; }

    /// <summary>Which edition of the year it is.</summary>
    public int Edition { get; private init; }

    /// <summary>The days with their source.</summary>
    public CalendarYear Days { get; private init; } = null!;

    /// <summary>How it stands.</summary>
    public CalendarEditionStatus Status { get; private set; }

    /// <summary>Who entered it.</summary>
    public Guid ProposedById { get; private init; }

    /// <summary>The name of who entered it.</summary>
    public string ProposedBy { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset ProposedAt { get; private init; }

    /// <summary>The second person.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When the second person decided.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What the second person said.</summary>
    public string? Remark { get; private set; }

    internal static CalendarEdition Propose(CalendarYear days, int edition, OperationContext context) => new()
    {
        Id = context.NewId(),
        Year = days.Year,
        Edition = edition,
        Days = days with { Edition = edition },
        Status = CalendarEditionStatus.Proposed,
        ProposedById = context.Actor.UserId,
        ProposedBy = context.Actor.DisplayName,
        ProposedAt = context.At,
    };

    internal void Decide(bool confirm, string remark, OperationContext context)
    {
        if (Status != CalendarEditionStatus.Proposed)
        {
            throw new RuleViolationException("calendar-decided", Year, Edition);
        }

        if (context.Actor.UserId == ProposedById)
        {
            throw new RuleViolationException("second-person", ProposedBy);
        }

        Status = confirm ? CalendarEditionStatus.InForce : CalendarEditionStatus.Refused;
        DecidedBy = context.Actor.DisplayName;
        DecidedAt = context.At;
        Remark = remark.Trim();
    }

    internal sealed class Mapping : IEntityTypeConfiguration<CalendarEdition>
    {
        public void Configure(EntityTypeBuilder<CalendarEdition> builder)
        {
            builder.ToTable("CalendarEditions");
            builder.Property(row => row.Days).HasJson();
            builder.Property(row => row.ProposedBy).HasMaxLength(100);
            builder.Property(row => row.DecidedBy).HasMaxLength(100);
            builder.Property(row => row.Remark).HasMaxLength(1000);
            builder.HasIndex(row => new { row.Year, row.Edition }).IsUnique();
        }
    }
}

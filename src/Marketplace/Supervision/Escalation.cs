using Market.Marketplace.Calendars;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Supervision;

/// <summary>Which clock a rung belongs to.</summary>
public enum ClockKind
{
    /// <summary>The agency's work on a task.</summary>
    AgencyWork,

    /// <summary>The department's decision on a delivered result.</summary>
    ResultDecision,

    /// <summary>The department's answer to an application (受理).</summary>
    CaseAcceptance,

    /// <summary>The department's decision on an application (审批).</summary>
    CaseDecision,

    /// <summary>A department's own step inside a case.</summary>
    CaseStep,
}

/// <summary>One rung that a clock came to: a reminder before the due day, lateness and a card after it. The database lets each
/// come once.</summary>
public sealed class Escalation
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>Which clock.</summary>
    public ClockKind Clock { get; internal init; }

    /// <summary>The task order, case or step.</summary>
    public Guid SubjectId { get; internal init; }

    /// <summary>Its number, for lists.</summary>
    public string Number { get; internal init; } = "";

    /// <summary>What it is about, for lists.</summary>
    public string Title { get; internal init; } = "";

    /// <summary>Working days from the due day.</summary>
    public int Offset { get; internal init; }

    /// <summary>The due day it was counted from.</summary>
    public DateOnly DueOn { get; internal init; }

    /// <summary>The card given; none before the due day.</summary>
    public Card? Card { get; internal init; }

    /// <summary>Who held the work.</summary>
    public Guid? HolderId { get; internal init; }

    /// <summary>The name of who held it.</summary>
    public string? HolderName { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    /// <summary>When the card was withdrawn: a calendar announced later showed that nobody was late.</summary>
    public DateTimeOffset? WithdrawnAt { get; private set; }

    internal void Withdraw(DateTimeOffset at) => WithdrawnAt = at;

    internal sealed class Mapping : IEntityTypeConfiguration<Escalation>
    {
        public void Configure(EntityTypeBuilder<Escalation> builder)
        {
            builder.ToTable("Escalations");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.Property(row => row.Title).HasMaxLength(200);
            builder.Property(row => row.HolderName).HasMaxLength(200);
            builder.HasIndex(row => new { row.SubjectId, row.Clock, row.DueOn, row.Offset }).IsUnique();
            builder.HasIndex(row => new { row.HolderId, row.At });
            builder.HasIndex(row => row.At);
        }
    }
}

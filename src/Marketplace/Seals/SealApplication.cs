using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Seals;

/// <summary>How an application to use the unit's seal stands.</summary>
public enum SealApplicationStatus
{
    /// <summary>待批准.</summary>
    Pending,

    /// <summary>已批准: the keeper may seal.</summary>
    Approved,

    /// <summary>已退回.</summary>
    Returned,

    /// <summary>已用印.</summary>
    Used,

    /// <summary>已撤回 by the applicant.</summary>
    Withdrawn,

    /// <summary>已失效: the result was replaced, or sealed under another application.</summary>
    Lapsed,
}

/// <summary>An application to put the unit's seal on one result (用印申请). It covers that version of the result and no other.</summary>
public sealed class SealApplication : IAggregate
{
    private SealApplication()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Such as YY-20261123-7K3QF.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The agency.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>The result.</summary>
    public Guid ResultId { get; private init; }

    /// <summary>The step of the result's seal scheme.</summary>
    public int StepOrder { get; private init; }

    /// <summary>What for.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>How it stands.</summary>
    public SealApplicationStatus Status { get; private set; }

    /// <summary>Who applied.</summary>
    public Guid AppliedById { get; private init; }

    /// <summary>The applicant's name.</summary>
    public string AppliedBy { get; private init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AppliedAt { get; private init; }

    /// <summary>Who approved or returned it.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was returned.</summary>
    public string? DecisionReason { get; private set; }

    /// <summary>When the seal was put on.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Whether something can still come of it.</summary>
    public bool IsOpen => Status is SealApplicationStatus.Pending or SealApplicationStatus.Approved;

    internal static SealApplication Apply(Result result, int stepOrder, string reason, OperationContext context)
    {
        if (result.Status is not (ResultStatus.Prechecked or ResultStatus.Sealing))
        {
            throw new RuleViolationException("result-state", result.Status);
        }

        var step = result.Steps.SingleOrDefault(each => each.Order == stepOrder) ?? throw new NotFoundException(nameof(SealingStep));
        if (step.IsDone)
        {
            throw new RuleViolationException("result-state", result.Status);
        }

        // A practitioner answers for the own registration seal alone; there is nobody to ask.
        if (step.Kind != SealKind.Unit)
        {
            throw new RuleViolationException("application-not-needed", step.RoleTitle);
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        return new SealApplication
        {
            Id = context.NewId(),
            Number = Numbers.Next("YY", context),
            AgencyId = result.AgencyId,
            ResultId = result.Id,
            StepOrder = step.Order,
            Reason = reason.Trim(),
            Status = SealApplicationStatus.Pending,
            AppliedById = context.Actor.UserId,
            AppliedBy = context.Actor.DisplayName,
            AppliedAt = context.At,
        };
    }

    internal void Approve(OperationContext context) => Decide(SealApplicationStatus.Approved, null, context);

    internal void Return(string reason, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        Decide(SealApplicationStatus.Returned, reason.Trim(), context);
    }

    internal void Withdraw(OperationContext context)
    {
        if (AppliedById != context.Actor.UserId)
        {
            throw new NotFoundException(nameof(SealApplication));
        }

        RequireOpen();
        Status = SealApplicationStatus.Withdrawn;
    }

    internal void Use(OperationContext context)
    {
        Status = SealApplicationStatus.Used;
        UsedAt = context.At;
    }

    internal void Lapse() => Status = SealApplicationStatus.Lapsed;

    private void Decide(SealApplicationStatus decision, string? reason, OperationContext context)
    {
        // Two persons know of every use of the unit's seal.
        if (AppliedById == context.Actor.UserId)
        {
            throw new RuleViolationException("approver-is-applicant");
        }

        if (Status != SealApplicationStatus.Pending)
        {
            throw new RuleViolationException("application-state", Status);
        }

        Status = decision;
        DecidedBy = context.Actor.DisplayName;
        DecidedAt = context.At;
        DecisionReason = reason;
    }

    private void RequireOpen()
    {
        if (!IsOpen)
        {
            throw new RuleViolationException("application-state", Status);
        }
    }

    internal sealed class Mapping : IEntityTypeConfiguration<SealApplication>
    {
        public void Configure(EntityTypeBuilder<SealApplication> builder)
        {
            builder.ToTable("SealApplications");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.HasIndex(row => new { row.AgencyId, row.Status });
            builder.HasIndex(row => row.ResultId);
            builder.Property(row => row.Reason).HasMaxLength(1000);
            builder.Property(row => row.AppliedBy).HasMaxLength(100);
            builder.Property(row => row.DecidedBy).HasMaxLength(100);
            builder.Property(row => row.DecisionReason).HasMaxLength(1000);
            builder.Ignore(row => row.IsOpen);
            builder.HasOne<Result>().WithMany().HasForeignKey(row => row.ResultId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.TaskOrders;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.CaseSteps;

/// <summary>What a department does itself inside a case.</summary>
public enum CaseStepKind
{
    /// <summary>方案评审会.</summary>
    ExpertMeeting,

    /// <summary>批前公示.</summary>
    PublicityBefore,

    /// <summary>批后公布.</summary>
    PublicityAfter,

    /// <summary>部门查验.</summary>
    DepartmentCheck,

    /// <summary>联合踏勘.</summary>
    SiteVisit,
}

/// <summary>How a step stands.</summary>
public enum CaseStepStatus
{
    /// <summary>等待前序.</summary>
    Waiting,

    /// <summary>办理中.</summary>
    Open,

    /// <summary>整改中: the applicant has to put something right.</summary>
    Rectifying,

    /// <summary>通过.</summary>
    Passed,

    /// <summary>已停止.</summary>
    Stopped,
}

/// <summary>What the applicant has to put right (整改意见).</summary>
public sealed record Rectification(string What, string AskedBy, DateTimeOffset AskedAt, string? Answer = null, DateTimeOffset? AnsweredAt = null);

/// <summary>What somebody objected to during a publicity (公示意见), and what was answered.</summary>
public sealed record PublicityRemark(string From, string What, DateTimeOffset At, string? Answer = null, string? AnsweredBy = null);

/// <summary>A department's own step in a case, on the same clock and ladder as an agency's task.</summary>
public sealed class CaseStep : IAggregate
{
    private CaseStep()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The group it was made with.</summary>
    public Guid GroupId { get; private init; }

    /// <summary>The case.</summary>
    public Guid CaseId { get; private init; }

    /// <summary>The project.</summary>
    public Guid ProjectId { get; private init; }

    /// <summary>The applicant.</summary>
    public Guid OwnerId { get; private init; }

    /// <summary>牵头部门: the department whose case it is.</summary>
    public Guid LeadId { get; private set; }

    /// <summary>The department that takes the step.</summary>
    public Guid DepartmentId { get; private set; }

    /// <summary>The department's name.</summary>
    public string DepartmentName { get; private set; } = "";

    /// <summary>What is done.</summary>
    public CaseStepKind Kind { get; private init; }

    /// <summary>Its name.</summary>
    public string Title { get; private init; } = "";

    /// <summary>Place in the group.</summary>
    public int Position { get; private init; }

    /// <summary>The period.</summary>
    public int Days { get; private init; }

    /// <summary>How it stands.</summary>
    public CaseStepStatus Status { get; private set; }

    /// <summary>The running deadline; for a publicity the last day of it.</summary>
    public Deadline? Deadline { get; private set; }

    /// <summary>Last day of a publicity, in calendar days (自然日).</summary>
    public DateOnly? PublicUntil { get; private set; }

    /// <summary>The day of a meeting or a visit.</summary>
    public DateOnly? MeetsOn { get; private set; }

    /// <summary>Who takes part.</summary>
    public IReadOnlyList<string> Attendees { get; private set; } = [];

    /// <summary>What was found or decided.</summary>
    public string? Opinion { get; private set; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; private set; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>What had to be put right, the oldest first.</summary>
    public IReadOnlyList<Rectification> Rectifications { get; private set; } = [];

    /// <summary>What was objected to.</summary>
    public IReadOnlyList<PublicityRemark> Remarks { get; private set; } = [];

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the sweep must look at it next.</summary>
    public DateTimeOffset? NextSweepAt { get; private set; }

    /// <summary>The last rung that was climbed.</summary>
    public RungMark? LastRung { get; private set; }

    internal bool IsPublicity => Kind is CaseStepKind.PublicityBefore or CaseStepKind.PublicityAfter;

    internal bool IsOver => Status is CaseStepStatus.Passed or CaseStepStatus.Stopped;

    internal static CaseStep Create(
        TaskGroup group, ApprovalCase approvalCase, TriggeredStep step, Organisations.Organisation department, int position, OperationContext context) => new()
        {
            Id = context.NewId(),
            Number = Numbers.Next("HJ", context),
            GroupId = group.Id,
            CaseId = approvalCase.Id,
            ProjectId = approvalCase.ProjectId,
            OwnerId = approvalCase.OwnerId,
            LeadId = approvalCase.DepartmentId,
            DepartmentId = department.Id,
            DepartmentName = department.Name,
            Kind = step.Kind,
            Title = step.Title,
            Position = position,
            Days = step.Days,
            Status = CaseStepStatus.Waiting,
            CreatedAt = context.At,
        };

    /// <summary>承继: the step, and the lead of its case, pass to another department where they were the former one's.</summary>
    internal void PassTo(Guid from, Organisations.Organisation to, bool isLead)
    {
        if (DepartmentId == from && !IsOver)
        {
            (DepartmentId, DepartmentName) = (to.Id, to.Name);
        }

        LeadId = isLead ? to.Id : LeadId;
    }

    internal void Begin(OperationContext context)
    {
        Expect(CaseStepStatus.Waiting);
        Status = CaseStepStatus.Open;
        StartClock(context);
    }

    internal void Arrange(DateOnly day, IReadOnlyList<string> attendees, OperationContext context)
    {
        Expect(CaseStepStatus.Open);
        if (Kind is not (CaseStepKind.ExpertMeeting or CaseStepKind.SiteVisit))
        {
            throw new RuleViolationException("step-kind", Kind);
        }

        if (day < context.Today || attendees.Count == 0)
        {
            throw new RuleViolationException("step-arrangement");
        }

        (MeetsOn, Attendees) = (day, attendees);
    }

    internal void Pass(string opinion, OperationContext context)
    {
        Expect(CaseStepStatus.Open);
        if (string.IsNullOrWhiteSpace(opinion))
        {
            throw new RuleViolationException("reason-missing");
        }

        if (Kind is CaseStepKind.ExpertMeeting or CaseStepKind.SiteVisit && !(MeetsOn <= context.Today))
        {
            throw new RuleViolationException("step-not-met");
        }

        if (PublicUntil >= context.Today)
        {
            throw new RuleViolationException("publicity-runs", PublicUntil.Value);
        }

        if (Remarks.Any(remark => remark.Answer is null))
        {
            throw new RuleViolationException("publicity-unanswered");
        }

        Status = CaseStepStatus.Passed;
        (Opinion, DecidedBy, DecidedAt) = (opinion.Trim(), context.Actor.DisplayName, context.At);
        NextSweepAt = null;
    }

    internal void AskRectification(string what, OperationContext context)
    {
        Expect(CaseStepStatus.Open);
        if (string.IsNullOrWhiteSpace(what))
        {
            throw new RuleViolationException("reason-missing");
        }

        Status = CaseStepStatus.Rectifying;
        Rectifications = [.. Rectifications, new Rectification(what.Trim(), context.Actor.DisplayName, context.At)];
        NextSweepAt = null;
    }

    /// <summary>The applicant has put it right; the department's full period begins again.</summary>
    internal void HandBack(string answer, OperationContext context)
    {
        Expect(CaseStepStatus.Rectifying);
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new RuleViolationException("answer-missing");
        }

        Rectifications = [.. Rectifications.SkipLast(1), Rectifications[^1] with { Answer = answer.Trim(), AnsweredAt = context.At }];
        Status = CaseStepStatus.Open;
        StartClock(context);
    }

    internal void Remark(string from, string what, OperationContext context)
    {
        Expect(CaseStepStatus.Open);
        if (!IsPublicity || PublicUntil < context.Today)
        {
            throw new RuleViolationException("step-kind", Kind);
        }

        if (string.IsNullOrWhiteSpace(from) || string.IsNullOrWhiteSpace(what))
        {
            throw new RuleViolationException("reason-missing");
        }

        Remarks = [.. Remarks, new PublicityRemark(from.Trim(), what.Trim(), context.At)];
    }

    internal void AnswerRemarks(string answer, OperationContext context)
    {
        Expect(CaseStepStatus.Open);
        if (string.IsNullOrWhiteSpace(answer))
        {
            throw new RuleViolationException("answer-missing");
        }

        Remarks = [.. Remarks.Select(remark => remark.Answer is null ? remark with { Answer = answer.Trim(), AnsweredBy = context.Actor.DisplayName } : remark)];
    }

    internal void Stop()
    {
        if (!IsOver)
        {
            Status = CaseStepStatus.Stopped;
            NextSweepAt = null;
        }
    }

    internal IReadOnlyList<Rung> RungsDue(OperationContext context) =>
        [.. RungsAhead(context).Where(next => next.At <= context.At).Select(next => next.Rung)];

    internal void Climb(Rung rung) => LastRung = new RungMark(Deadline!.DueOn, rung.Offset);

    internal void Schedule(OperationContext context)
    {
        var rung = RungsAhead(context).Select(next => (DateTimeOffset?)next.At).FirstOrDefault();
        var end = Status == CaseStepStatus.Open && PublicUntil is { } last && ChinaTime.EndOf(last) > context.At ? ChinaTime.EndOf(last) : (DateTimeOffset?)null;
        NextSweepAt = rung is null || end < rung ? end ?? rung : rung;
    }

    private void StartClock(OperationContext context)
    {
        LastRung = null;
        if (IsPublicity)
        {
            PublicUntil = context.Calendar.DueAfterCalendarDays(context.Today, Days);
            Deadline = context.Calendar.DeadlineAfter(PublicUntil.Value, context.Clock.DecisionWorkingDays);
        }
        else
        {
            Deadline = context.Calendar.DeadlineAfter(context.Calendar.EventDay(context.At, context.Clock.ClosesAt), Days);
        }

        Schedule(context);
    }

    private void Expect(CaseStepStatus status)
    {
        if (Status != status)
        {
            throw new RuleViolationException("step-state", Status);
        }
    }

    private IEnumerable<(Rung Rung, DateTimeOffset At)> RungsAhead(OperationContext context) =>
        Deadline is not { } running || Status != CaseStepStatus.Open ? []
            : EscalationLadder.After(ChinaTime.EndOf(running.StartOn), running.DueOn, context.Clock, context.Calendar)
                .Where(next => LastRung is not { } mark || mark.DueOn != running.DueOn || next.Rung.Offset > mark.Offset);

    internal sealed class Mapping : IEntityTypeConfiguration<CaseStep>
    {
        public void Configure(EntityTypeBuilder<CaseStep> builder)
        {
            builder.ToTable("CaseSteps");
            builder.Property(row => row.Number).HasMaxLength(40);
            builder.HasIndex(row => row.Number).IsUnique();
            builder.Property(row => row.DepartmentName).HasMaxLength(200);
            builder.Property(row => row.Title).HasMaxLength(200);
            builder.Property(row => row.Opinion).HasMaxLength(2000);
            builder.Property(row => row.DecidedBy).HasMaxLength(100);
            builder.Property(row => row.Deadline).HasJson();
            builder.Property(row => row.Attendees).HasJson();
            builder.Property(row => row.Rectifications).HasJson();
            builder.Property(row => row.Remarks).HasJson();
            builder.Property(row => row.LastRung).HasJson();
            builder.Ignore(row => row.IsPublicity);
            builder.Ignore(row => row.IsOver);
            builder.HasIndex(row => row.CaseId);
            builder.HasIndex(row => new { row.DepartmentId, row.Status });
            builder.HasIndex(row => row.NextSweepAt);
            builder.HasOne<TaskGroup>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ApprovalCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

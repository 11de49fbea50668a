using Market.Marketplace.Agencies;
using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Panels;
using Market.Marketplace.Persistence;

namespace Market.Marketplace.TaskOrders;

/// <summary>One move in a task order's life.</summary>
public sealed class TaskOrderEvent
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The order.</summary>
    public Guid TaskOrderId { get; internal init; }

    /// <summary>What happened.</summary>
    public TaskOrderAction Action { get; internal init; }

    /// <summary>From which status.</summary>
    public TaskOrderStatus From { get; internal init; }

    /// <summary>To which status.</summary>
    public TaskOrderStatus To { get; internal init; }

    /// <summary>Who.</summary>
    public Guid ActorId { get; internal init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }
}

/// <summary>An agency that would not take the order, and why (不承接).</summary>
/// <param name="Lapsed">Whether it simply did not answer in time (超时未接).</param>
public sealed record DeclinedOffer(Guid AgencyId, string AgencyName, string Reason, DateTimeOffset At, bool Lapsed = false);

/// <summary>One piece of work for one agency, made by a trigger rule (服务任务单).</summary>
public sealed partial class TaskOrder : IAggregate
{
    private readonly List<TaskOrderEvent> _events = [];

    private TaskOrder()
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

    /// <summary>The department whose work it is.</summary>
    public Guid DepartmentId { get; private set; }

    /// <summary>The edition of the item under which it runs to its end.</summary>
    public Guid ServiceItemId { get; private init; }

    /// <summary>The item's code.</summary>
    public string ServiceItemCode { get; private init; } = "";

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private init; } = "";

    /// <summary>The period, frozen when the order was made.</summary>
    public int LimitWorkingDays { get; private init; }

    /// <summary>时限分类; none on older orders.</summary>
    public LimitClass? LimitClass { get; private init; }

    /// <summary>Place in its group, from 0.</summary>
    public int Position { get; private init; }

    /// <summary>Whether the applicant commissions and pays it, and so picks the agency: only before acceptance.</summary>
    public bool IsOwnersChoice { get; private init; }

    /// <summary>金额, yuan, tax included; none until it is fixed.</summary>
    public decimal? Amount { get; private set; }

    /// <summary>合同号, where it is not under the framework agreement alone.</summary>
    public string? ContractNumber { get; private set; }

    /// <summary>Who pays.</summary>
    public Payer Payer { get; private init; }

    /// <summary>计价依据.</summary>
    public string PriceBasis { get; private init; } = "";

    /// <summary>框架协议号 of the panel that did the last assignment.</summary>
    public string? FrameworkAgreementNumber { get; private set; }

    /// <summary>Until when the members of a panel bid for it (二次竞价); none when they do not.</summary>
    public DateTimeOffset? BidsUntil { get; private set; }

    /// <summary>The agency that has it.</summary>
    public Guid? AgencyId { get; private set; }

    /// <summary>Its name.</summary>
    public string? AgencyName { get; private set; }

    /// <summary>How it stands.</summary>
    public TaskOrderStatus Status { get; private set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it last went to an agency.</summary>
    public DateTimeOffset? DispatchedAt { get; private set; }

    /// <summary>When the agency took it.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When the last seal was put on: the agency's clock stops here.</summary>
    public DateTimeOffset? HandedInAt { get; private set; }

    /// <summary>When the result was accepted (采信).</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>How often a result was returned.</summary>
    public int ReturnCount { get; private set; }

    /// <summary>Why it was stopped (停止作业).</summary>
    public string? StopReason { get; private set; }

    /// <summary>When it was stopped.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>How much of the work counts as done when it was stopped, in per cent: the basis of the settlement.</summary>
    public int WorkDonePercent { get; private set; }

    /// <summary>Proof of every assignment, the latest last.</summary>
    public IReadOnlyList<AssignmentEvidence> Assignments { get; private set; } = [];

    /// <summary>Who would not take it.</summary>
    public IReadOnlyList<DeclinedOffer> Declines { get; private set; } = [];

    /// <summary>Its moves, the oldest first.</summary>
    public IReadOnlyCollection<TaskOrderEvent> Events => _events;

    internal static TaskOrder Create(
        TaskGroup group, ApprovalCase approvalCase, ServiceItem item, TriggeredTask task, int position, bool waits, OperationContext context) => new()
        {
            Id = context.NewId(),
            Number = Numbers.Next("RW", context),
            GroupId = group.Id,
            CaseId = approvalCase.Id,
            ProjectId = approvalCase.ProjectId,
            OwnerId = approvalCase.OwnerId,
            DepartmentId = approvalCase.DepartmentId,
            ServiceItemId = item.Id,
            ServiceItemCode = item.Code,
            ServiceItemName = item.Name,
            LimitWorkingDays = task.LimitWorkingDays ?? item.Terms.LimitWorkingDays
                ?? throw new RuleViolationException("item-without-limit", item.Code),
            Payer = item.Terms.Payer,
            PriceBasis = item.Terms.PriceUnit,
            LimitClass = task.LimitClass,
            Position = position,
            IsOwnersChoice = task.Choice == AgencyChoice.Applicant,
            Status = waits ? TaskOrderStatus.Waiting : TaskOrderStatus.AwaitingAgency,
            ClockTerms = context.Clock,
            CreatedAt = context.At,
        };

    /// <summary>Records one turn of the panel's rule: to the agency it found, or to nobody.</summary>
    internal void Assign(AssignmentEvidence evidence, Agency? chosen, OperationContext context)
    {
        BidsUntil = null;
        Assignments = [.. Assignments, evidence];
        FrameworkAgreementNumber = evidence.FrameworkAgreementNumber;
        if (chosen is null)
        {
            return;
        }

        Move(TaskOrderAction.Dispatch, context);
        AgencyId = chosen.Id;
        AgencyName = chosen.Name;
        DispatchedAt = context.At;
        AnswerDueAt = context.Calendar.DeadlineAfter(context.Today, Clock.AnswerWorkingDays).DueAt;
        StartClock(context);
    }

    internal void Accept(OperationContext context)
    {
        Move(TaskOrderAction.Accept, context);
        AcceptedAt = context.At;
        AnswerDueAt = null;
        Schedule(context.Calendar);
    }

    internal void Submit(OperationContext context)
    {
        Move(TaskOrderAction.Submit, context);
        Schedule(context.Calendar);
    }

    internal void Seal(OperationContext context)
    {
        Move(TaskOrderAction.Seal, context);
        HandedInAt = context.At;
        Schedule(context.Calendar);
    }

    /// <summary>On the department's desk, whose own clock begins.</summary>
    internal void Deliver(OperationContext context)
    {
        Move(TaskOrderAction.Deliver, context);
        DecisionDeadline = context.Calendar.DeadlineAfter(context.Calendar.EventDay(context.At, Clock.ClosesAt), Clock.DecisionWorkingDays);
        ReceivedAt = null;
        Schedule(context.Calendar);
    }

    /// <summary>Back to the agency; the deadline stays what it was.</summary>
    internal void FailVerification(OperationContext context)
    {
        Move(TaskOrderAction.FailVerification, context);
        HandedInAt = null;
        Schedule(context.Calendar);
    }

    internal void AcceptResult(OperationContext context)
    {
        Move(TaskOrderAction.AcceptResult, context);
        CompletedAt = context.At;
        LeaveDesk(context);
    }

    /// <summary>Back to the agency; the full period begins again with the day after the return.</summary>
    internal void ReturnForRework(OperationContext context)
    {
        Move(TaskOrderAction.ReturnForRework, context);
        HandedInAt = null;
        ReturnCount++;
        LeaveDesk(context);
        StartClock(context);
    }

    /// <summary>An accepted result no longer stands: the full period begins again.</summary>
    internal void Reopen(OperationContext context)
    {
        Move(TaskOrderAction.Reopen, context);
        CompletedAt = null;
        HandedInAt = null;
        StartClock(context);
    }

    /// <summary>停止作业通知: the case has ended. What was done is settled pro rata, without penalty.</summary>
    internal void Stop(string reason, OperationContext context)
    {
        Move(TaskOrderAction.Stop, context);
        BidsUntil = null;
        StopReason = reason.Trim();
        StoppedAt = context.At;
        WorkDonePercent = PercentDone(context);
        DecisionDeadline = null;
        NextSweepAt = null;
        AnswerDueAt = null;
    }

    /// <summary>归档.</summary>
    internal void Archive(OperationContext context) => Move(TaskOrderAction.Archive, context);

    /// <summary>承继: the department's duties, or the agency's, have passed to another.</summary>
    internal void Transfer(OperationContext context, Organisation? department = null, Organisation? agency = null)
    {
        Move(TaskOrderAction.Transfer, context);
        DepartmentId = department?.Id ?? DepartmentId;
        (AgencyId, AgencyName) = agency is null ? (AgencyId, AgencyName) : (agency.Id, agency.Name);
    }

    /// <summary>The task before it in its group has been accepted: it is its turn.</summary>
    internal void Release(OperationContext context) => Move(TaskOrderAction.Release, context);

    /// <summary>What the actor may do now.</summary>
    public IReadOnlyList<TaskOrderAction> ActionsFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return [.. TaskOrderLifecycle.ActionsFrom(Status).Where(action => actor.May(RequiredFor(action)))];
    }

    private static Permission RequiredFor(TaskOrderAction action) => action switch
    {
        TaskOrderAction.Dispatch or TaskOrderAction.Deliver or TaskOrderAction.FailVerification or TaskOrderAction.Lapse
            or TaskOrderAction.Stop or TaskOrderAction.Archive or TaskOrderAction.Release => Permission.RunInBackground,
        TaskOrderAction.Accept or TaskOrderAction.Decline or TaskOrderAction.Pause or TaskOrderAction.Extend => Permission.RespondToTaskOrders,
        TaskOrderAction.Receive or TaskOrderAction.Resume => Permission.DecideResults,
        TaskOrderAction.Transfer => Permission.MaintainRegisters,
        TaskOrderAction.Submit => Permission.SubmitResults,
        TaskOrderAction.Seal => Permission.SealResults,
        TaskOrderAction.AcceptResult or TaskOrderAction.ReturnForRework or TaskOrderAction.Reopen => Permission.DecideResults,
    };

    private void LeaveDesk(OperationContext context)
    {
        DecisionDeadline = null;
        ReceivedAt ??= context.At;
        Schedule(context.Calendar);
    }

    // What is ready counts whole; before that, the share of the period that was worked.
    private int PercentDone(OperationContext context) => TaskOrderLifecycle.IsHandedIn(Events.Last().From) ? 100
        : AcceptedAt is not { } accepted || Deadline is null ? 0
        : Math.Clamp(context.Calendar.WorkingDaysBetween(ChinaTime.DayOf(accepted), context.Today) * 100 / Deadline.WorkingDays, 0, 100);

    private void Require(TaskOrderAction action)
    {
        if (!TaskOrderLifecycle.TryMove(Status, action, out _))
        {
            throw new RuleViolationException("task-state", Status, action);
        }
    }

    private void Move(TaskOrderAction action, OperationContext context)
    {
        if (!TaskOrderLifecycle.TryMove(Status, action, out var next))
        {
            throw new RuleViolationException("task-state", Status, action);
        }

        _events.Add(new TaskOrderEvent
        {
            Id = context.NewId(),
            TaskOrderId = Id,
            Action = action,
            From = Status,
            To = next,
            ActorId = context.Actor.UserId,
            At = context.At,
        });
        Status = next;
    }
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Projects;
using Market.Marketplace.RulePacks;
using Market.Marketplace.TaskOrders;

namespace Market.Marketplace.Procurements;

/// <summary>An owner's purchase of one intermediary service, from requirement to filed contract (采购项目).</summary>
public sealed partial class Procurement : IAggregate
{
    private const int WarnedWorkingDaysBefore = 2;

    private Procurement()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Number shown to people.</summary>
    public string Number { get; private init; } = "";

    /// <summary>The owner.</summary>
    public Guid OwnerId { get; private set; }

    /// <summary>The owner's name.</summary>
    public string OwnerName { get; private set; } = "";

    /// <summary>The task of a department for which no panel has an agency (无可派机构), where that is why it is bought.</summary>
    public Guid? TaskOrderId { get; private init; }

    /// <summary>The project's name.</summary>
    public string ProjectName { get; private set; } = "";

    /// <summary>The edition of the item under which it runs to its end.</summary>
    public Guid ServiceItemId { get; private set; }

    /// <summary>The item's name.</summary>
    public string ServiceItemName { get; private set; } = "";

    /// <summary>The item's code, for searching.</summary>
    public string ServiceItemCode { get; private set; } = "";

    /// <summary>What is asked for.</summary>
    public ProcurementTerms Terms { get; private set; } = null!;

    /// <summary>How it stands.</summary>
    public ProcurementStatus Status { get; private set; }

    /// <summary>The procurement that failed before this one, when it is bought again (重新采购).</summary>
    public Guid? RepeatsId { get; private init; }

    /// <summary>How many failures in a row came before.</summary>
    public int EarlierFailures { get; private init; }

    /// <summary>The rule pack and edition under which it was published.</summary>
    public string? RulePackCode { get; private set; }

    /// <summary>When the draft was begun.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When the notice came out.</summary>
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>The first instant that is too late for signing up.</summary>
    public DateTimeOffset? SignUpUntil { get; private set; }

    /// <summary>Its arithmetic.</summary>
    public Deadline? SignUpDeadline { get; private set; }

    /// <summary>How many signed up; told to nobody before the deadline.</summary>
    public int SignUpCount { get; private set; }

    /// <summary>The running draw.</summary>
    public Guid? DrawId { get; private set; }

    /// <summary>How the selection came out.</summary>
    public Outcome? Outcome { get; private set; }

    /// <summary>The first instant after the publicity.</summary>
    public DateTimeOffset? PublicityUntil { get; private set; }

    /// <summary>When the award notice went out.</summary>
    public DateTimeOffset? AwardedAt { get; private set; }

    /// <summary>The first instant that is too late for the contract.</summary>
    public DateTimeOffset? ContractDueAt { get; private set; }

    /// <summary>The winner, for searching.</summary>
    public Guid? WinnerId { get; private set; }

    /// <summary>The winner's name.</summary>
    public string? WinnerName { get; private set; }

    /// <summary>The price of the award: the winner's offer, or the published price where nobody bids; none before there is a winner.</summary>
    public decimal? AwardAmount => Outcome?.Winner is { } winner ? winner.Amount ?? Terms.HighestAmount : null;

    /// <summary>Why it failed or was ended; published.</summary>
    public string? EndReason { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Corrections of the notice, the oldest first.</summary>
    public IReadOnlyList<NoticeRevision> Revisions { get; private set; } = [];

    /// <summary>Objections, the oldest first.</summary>
    public IReadOnlyList<Objection> Objections { get; private set; } = [];

    /// <summary>Complaints that are not decided; any keeps the award frozen.</summary>
    public int OpenComplaints { get; private set; }

    /// <summary>The next instant at which the program must look at it; none while people act.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    internal static Procurement Draft(ProcurementTerms terms, Project project, ServiceItem item, Procurement? repeats, OperationContext context)
    {
        var procurement = new Procurement
        {
            Id = context.NewId(),
            Number = Numbers.Next("CG", context),
            OwnerId = project.OwnerId,
            OwnerName = project.OwnerName,
            Status = ProcurementStatus.Draft,
            RepeatsId = repeats?.Id,
            EarlierFailures = repeats is { Status: ProcurementStatus.Failed } ? repeats.EarlierFailures + 1 : 0,
            CreatedAt = context.At,
        };
        procurement.Set(terms, project, item);
        return procurement;
    }

    /// <summary>As a department buys it for a task that found nobody; its price may still be open.</summary>
    internal static Procurement DraftForTask(
        ProcurementTerms terms, TaskOrder order, Organisation department, Project project, ServiceItem item, Procurement? failed, OperationContext context) => new()
        {
            Id = context.NewId(),
            Number = Numbers.Next("CG", context),
            OwnerId = department.Id,
            OwnerName = department.Name,
            TaskOrderId = order.Id,
            Status = ProcurementStatus.Draft,
            RepeatsId = failed?.Id,
            EarlierFailures = failed is { Status: ProcurementStatus.Failed } ? failed.EarlierFailures + 1 : 0,
            CreatedAt = context.At,
            Terms = terms,
            ProjectName = project.Name,
            ServiceItemId = item.Id,
            ServiceItemCode = item.Code,
            ServiceItemName = item.Name,
        };

    internal void ChangeDraft(ProcurementTerms terms, Project project, ServiceItem item)
    {
        if (Status != ProcurementStatus.Draft)
        {
            throw new RuleViolationException("procurement-state", Status, ProcurementAction.Publish);
        }

        Set(terms, project, item);
    }

    /// <summary>Publishes the notice under a rule pack.</summary>
    internal void Publish(RulePack rules, Guid? draw, OperationContext context)
    {
        Check(Terms);
        ProcurementRules.Require(Terms, rules, EarlierFailures);
        Move(ProcurementAction.Publish);
        RulePackCode = rules.Code;
        PublishedAt = context.At;
        OpenSignUp(rules, draw, context);
    }

    /// <summary>Corrects the notice; the time for signing up begins anew, and so does the draw.</summary>
    internal void Revise(ProcurementTerms terms, string reason, RulePack rules, Guid? draw, OperationContext context)
    {
        RequireReason(reason);
        if (terms.ServiceItemCode != Terms.ServiceItemCode || terms.ProjectId != Terms.ProjectId)
        {
            throw new RuleViolationException("revision-other-item");
        }

        Check(terms);
        ProcurementRules.Require(terms, rules, EarlierFailures);
        Move(ProcurementAction.Revise);
        Revisions = [.. Revisions, new NoticeRevision(context.At, reason.Trim(), Terms, SignUpUntil, DrawId)];
        Terms = terms;
        OpenSignUp(rules, draw, context);
    }

    /// <summary>Opens the sign-ups: fails, draws, asks the owner or settles at once.</summary>
    internal void Open(Outcome outcome, RulePack rules, OperationContext context)
    {
        Outcome = outcome;
        var minimum = rules.RuleFor(Terms.Method)!.MinimumFor(Terms.Funds).Value;
        if (outcome.Eligible.Count < minimum)
        {
            Move(ProcurementAction.Fail);
            EndReason = Wording.Say("procurement.too-few", System.Globalization.CultureInfo.GetCultureInfo("zh-CN"), outcome.Eligible.Count, minimum);
            End(context);
            return;
        }

        var next = Selecting.Begin(Terms, outcome);
        Outcome = next.Outcome;
        switch (next.Action)
        {
            case ProcurementAction.Select:
                Select(next.Outcome.Order, rules, context);
                break;
            case ProcurementAction.AskOwner:
                Move(ProcurementAction.AskOwner);
                NextStepAt = null;
                break;
            default:
                Move(ProcurementAction.BeginDraw);
                NextStepAt = null;
                break;
        }
    }

    /// <summary>Takes the result of the draw.</summary>
    internal void TakeDraw(Selection.Draw draw, RulePack rules, OperationContext context)
    {
        var next = Selecting.AfterDraw(Terms, Outcome!, draw);
        Outcome = next.Outcome;
        if (next.Action == ProcurementAction.AskOwner)
        {
            Move(ProcurementAction.AskOwner);
        }
        else
        {
            Select(next.Outcome.Order, rules, context);
        }
    }

    /// <summary>The owner's pick, with its published reason.</summary>
    internal void Pick(string code, string reason, IReadOnlyList<PlanScore> scores, RulePack rules, OperationContext context)
    {
        RequireReason(reason);
        Outcome = Selecting.Picked(Terms, Outcome!, code, reason.Trim(), scores);
        Select(Outcome.Order, rules, context);
    }

    /// <summary>The publicity is over without objection: the award stands.</summary>
    internal void Award(RulePack rules, OperationContext context)
    {
        if (context.At < PublicityUntil)
        {
            throw new RuleViolationException("publicity-running");
        }

        Move(ProcurementAction.Award);
        AwardedAt = context.At;
        ContractDueAt = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.ContractWorkingDays.Value).DueAt;
        if (TaskOrderId is not null)
        {
            // The task itself is the order; its own clock runs from here.
            NextStepAt = null;
            return;
        }

        var remindAfter = rules.ContractWorkingDays.Value - WarnedWorkingDaysBefore;
        NextStepAt = remindAfter > 0 ? WorkingCalendar.Official.DeadlineAfter(context.Today, remindAfter).DueAt : ContractDueAt;
    }

    /// <summary>Somebody was reminded; the next time, if there is one.</summary>
    internal void Reminded(DateTimeOffset? next) => NextStepAt = next;

    /// <summary>The contract is signed: what is left is its filing.</summary>
    internal void AwaitFiling(DateTimeOffset until) => NextStepAt = until;

    /// <summary>The contract is filed, and nothing more can happen here.</summary>
    internal void FileContract()
    {
        Move(ProcurementAction.FileContract);
        NextStepAt = null;
    }

    /// <summary>承继: the department whose task it is for has changed.</summary>
    internal void PassTo(Organisation department) => (OwnerId, OwnerName) = (department.Id, department.Name);

    // A department names nobody, keeps nobody out and picks nobody: what it buys for a task is decided by rule, with public money.
    private void Check(ProcurementTerms terms)
    {
        terms.Check();
        if (TaskOrderId is not null && (terms.ServiceItemCode != ServiceItemCode || terms.ProjectId != Terms.ProjectId))
        {
            throw new RuleViolationException("revision-other-item");
        }

        if (TaskOrderId is not null && (!terms.MayDraw || terms.Method == SelectionMethod.Credit || terms.Exclusions.Count > 0 || terms.Funds != FundSource.Treasury))
        {
            throw new RuleViolationException("procurement-of-task");
        }
    }

    private void OpenSignUp(RulePack rules, Guid? draw, OperationContext context)
    {
        var period = rules.RuleFor(Terms.Method)!.SignUpWorkingDays.Value;
        SignUpDeadline = WorkingCalendar.Official.DeadlineAfter(context.Today, period);
        SignUpUntil = SignUpDeadline.DueAt;
        NextStepAt = SignUpUntil;
        DrawId = draw;
    }

    private void Select(IReadOnlyList<string> order, RulePack rules, OperationContext context)
    {
        Move(ProcurementAction.Select);
        Outcome = Outcome! with { Order = order };
        TakeWinner();
        BeginPublicity(rules, context);
    }

    private void TakeWinner()
    {
        WinnerId = Outcome!.Winner!.AgencyId;
        WinnerName = Outcome.Winner.Name;
    }

    private void BeginPublicity(RulePack rules, OperationContext context)
    {
        PublicityUntil = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.PublicityWorkingDays.Value).DueAt;
        NextStepAt = PublicityUntil;
    }

    private void Set(ProcurementTerms terms, Project project, ServiceItem item)
    {
        Check(terms);
        Terms = terms;
        ProjectName = project.Name;
        ServiceItemId = item.Id;
        ServiceItemCode = item.Code;
        ServiceItemName = item.Name;
    }

    private void Move(ProcurementAction action)
    {
        if (!ProcurementLifecycle.TryMove(Status, action, out var next))
        {
            throw new RuleViolationException("procurement-state", Status, action);
        }

        Status = next;
    }

    private static void RequireReason(string reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }
    }
}

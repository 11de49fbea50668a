using Market.Marketplace.Agencies;
using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Admissions;

/// <summary>The admission of an agency (入驻): what it filed, how the check went, how it stands now. Its agency exists in the
/// register once it is admitted, with the same id and in step with <see cref="Status"/>.</summary>
public sealed partial class Admission : IAggregate
{
    private readonly List<AdmissionSubmission> _submissions = [];

    private Admission()
    {
    }

    /// <summary>Identity, the same as its organisation's.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Unified social credit code.</summary>
    public string CreditCode { get; private init; } = "";

    /// <summary>Name, kept apart from the dossier for searching.</summary>
    public string Name { get; private set; } = "";

    /// <summary>How it stands.</summary>
    public AdmissionStatus Status { get; private set; }

    /// <summary>The working copy, kept as it is typed.</summary>
    public AdmissionDossier Dossier { get; private set; } = new();

    /// <summary>What has passed the check and stands in the register.</summary>
    public AdmissionDossier? InForce { get; private set; }

    /// <summary>Every handing-in.</summary>
    public IReadOnlyCollection<AdmissionSubmission> Submissions => _submissions;

    /// <summary>When the agency registered.</summary>
    public DateTimeOffset RegisteredAt { get; private init; }

    /// <summary>When anything last happened to it.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Until when the check that waits must end; none when none waits. For sorting.</summary>
    public DateOnly? CheckDueOn { get; private set; }

    /// <summary>Until when the publicity runs.</summary>
    public Deadline? PublicityDeadline { get; private set; }

    /// <summary>Why it was refused, suspended, is to be removed or was removed.</summary>
    public string? StatedReason { get; private set; }

    /// <summary>Last day of a suspension that ends by itself.</summary>
    public DateOnly? SuspendedUntil { get; private set; }

    /// <summary>Until when the agency may state its case.</summary>
    public Deadline? PleaDeadline { get; private set; }

    /// <summary>陈述申辩.</summary>
    public string? Plea { get; private set; }

    /// <summary>Number of the last decision: refusal, suspension, removal.</summary>
    public string? DecisionNumber { get; private set; }

    /// <summary>When a removed or departed agency stopped.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The last handing-in, or null.</summary>
    public AdmissionSubmission? Latest => _submissions.MaxBy(submission => submission.Number);

    /// <summary>The handing-in that waits for its check, or null.</summary>
    public AdmissionSubmission? Waiting => _submissions.Find(submission => submission.Result == CheckResult.Open);

    /// <summary>Whether the agency may work on the dossier now.</summary>
    public bool IsOpen => AdmissionLifecycle.IsOpen(Status) && CheckDueOn is null;

    internal static Admission Register(Organisation organisation, AdmissionDossier dossier, OperationContext context) => new()
    {
        Id = organisation.Id,
        CreditCode = organisation.CreditCode,
        Name = organisation.Name,
        Dossier = dossier,
        RegisteredAt = context.At,
        ChangedAt = context.At,
    };

    /// <summary>An agency that the register took in by itself: by import or at set-up.</summary>
    internal static Admission TakenIn(Organisation organisation, AgencyApplication application, OperationContext context)
    {
        var admission = Register(organisation, AdmissionDossier.Of(application), context);
        admission.Status = AdmissionStatus.Admitted;
        admission.InForce = admission.Dossier;
        return admission;
    }

    /// <summary>What may be done now: the table, and what waits.</summary>
    public IReadOnlyList<AdmissionAction> Actions =>
    [
        .. AdmissionLifecycle.ActionsFrom(Status).Where(action => action switch
        {
            AdmissionAction.SubmitChange => CheckDueOn is null,
            AdmissionAction.PassChange or AdmissionAction.ReturnChange or AdmissionAction.WithdrawChange => CheckDueOn is not null,
            _ => true,
        }),
    ];

    internal void Save(AdmissionDossier dossier, OperationContext context)
    {
        if (!IsOpen)
        {
            throw new RuleViolationException("admission-closed", Status);
        }

        Dossier = dossier;
        Name = InForce is null && !string.IsNullOrWhiteSpace(dossier.Name) ? dossier.Name.Trim() : Name;
        ChangedAt = context.At;
    }

    internal AdmissionSubmission Submit(AdmissionRules rules, OperationContext context)
    {
        var isChange = InForce is not null && Status is AdmissionStatus.Admitted or AdmissionStatus.Suspended;
        if (CheckDueOn is not null)
        {
            throw new RuleViolationException("admission-closed", Status);
        }

        Move(isChange ? AdmissionAction.SubmitChange : AdmissionAction.Submit, context);
        var days = isChange ? rules.ChangeCheckWorkingDays : rules.FormCheckWorkingDays;
        var submission = AdmissionSubmission.Of(
            this, _submissions.Count + 1, context.Calendar.DeadlineAfter(context.Today, days.Value), isChange, context);
        _submissions.Add(submission);
        CheckDueOn = submission.Deadline.DueOn;
        return submission;
    }

    internal void Withdraw(OperationContext context)
    {
        var waiting = RequireWaiting();
        Move(waiting.IsChange ? AdmissionAction.WithdrawChange : AdmissionAction.Withdraw, context);
        End(waiting, CheckResult.Withdrawn, [], context);
    }

    /// <summary>核验通过: a change takes effect, an application goes into publicity.</summary>
    internal AdmissionSubmission Pass(AdmissionRules rules, OperationContext context)
    {
        var waiting = RequireWaiting();
        Move(waiting.IsChange ? AdmissionAction.PassChange : AdmissionAction.Pass, context);
        End(waiting, CheckResult.Passed, [], context);
        if (waiting.IsChange)
        {
            TakeOver(waiting.Dossier);
            return waiting;
        }

        PublicityDeadline = rules.PublicityWorkingDays.Value == 0
            ? null
            : context.Calendar.DeadlineAfter(context.Today, rules.PublicityWorkingDays.Value);
        return waiting;
    }

    /// <summary>退回, also out of the publicity when an objection was right.</summary>
    internal void Return(IReadOnlyList<CheckReason> reasons, OperationContext context)
    {
        RequireReasons(reasons.Select(reason => reason.Text));
        var waiting = Status == AdmissionStatus.InPublicity ? Latest! : RequireWaiting();
        Move(waiting.IsChange ? AdmissionAction.ReturnChange : AdmissionAction.Return, context);
        End(waiting, CheckResult.Returned, reasons, context);
        PublicityDeadline = null;
    }

    internal void Refuse(string reason, OperationContext context)
    {
        RequireReasons([reason]);
        var waiting = RequireWaiting();
        Move(AdmissionAction.Refuse, context);
        End(waiting, CheckResult.Refused, [new CheckReason(DossierPart.Basics, reason)], context);
        State(reason, context);
    }

    internal void Admit(OperationContext context)
    {
        if (PublicityDeadline is { } publicity && context.At < publicity.DueAt)
        {
            throw new RuleViolationException("admission-publicity-runs", publicity.DueOn);
        }

        Move(AdmissionAction.Admit, context);
        TakeOver(Latest!.Dossier);
        (StatedReason, DecisionNumber, EndedAt) = (null, null, null);
    }

    private void TakeOver(AdmissionDossier dossier)
    {
        InForce = dossier;
        Name = dossier.Name.Trim();
        PublicityDeadline = null;
    }

    private void State(string reason, OperationContext context)
    {
        StatedReason = reason.Trim();
        DecisionNumber = Numbers.Next("RZ", context);
    }

    private AdmissionSubmission RequireWaiting() => Waiting ?? throw new RuleViolationException("admission-nothing-waits");

    private void End(AdmissionSubmission submission, CheckResult result, IReadOnlyList<CheckReason> reasons, OperationContext context)
    {
        submission.End(result, reasons, context);
        CheckDueOn = null;
    }

    private static void RequireReasons(IEnumerable<string> reasons)
    {
        var given = reasons.ToList();
        if (given.Count == 0 || given.Any(string.IsNullOrWhiteSpace))
        {
            throw new RuleViolationException("reason-missing");
        }
    }

    private void Move(AdmissionAction action, OperationContext context)
    {
        if (!AdmissionLifecycle.TryMove(Status, action, out var next))
        {
            throw new RuleViolationException("admission-state", Status, action);
        }

        Status = next;
        ChangedAt = context.At;
    }
}

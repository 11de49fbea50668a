using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Admissions;

// After the admission: suspension, removal with a hearing, exit and a new beginning.
public sealed partial class Admission
{
    /// <summary>Whether its day has come: the publicity has run out, or the suspension is over.</summary>
    internal bool IsDue(OperationContext context) => Status switch
    {
        AdmissionStatus.InPublicity => PublicityDeadline is null || PublicityDeadline.DueAt <= context.At,
        AdmissionStatus.Suspended => SuspendedUntil < context.Today,
        _ => false,
    };

    internal void Suspend(string reason, DateOnly? until, OperationContext context)
    {
        RequireReasons([reason]);
        if (until < context.Today)
        {
            throw new RuleViolationException("admission-suspension-past", until.Value);
        }

        Move(AdmissionAction.Suspend, context);
        SuspendedUntil = until;
        State(reason, context);
    }

    internal void Resume(OperationContext context)
    {
        Move(AdmissionAction.Resume, context);
        (SuspendedUntil, StatedReason) = (null, null);
    }

    internal void NotifyClearance(string reason, AdmissionRules rules, OperationContext context)
    {
        RequireReasons([reason]);
        if (Waiting is { } waiting)
        {
            End(waiting, CheckResult.Returned, [new CheckReason(DossierPart.Basics, reason)], context);
        }

        Move(AdmissionAction.NotifyClearance, context);
        PleaDeadline = context.Calendar.DeadlineAfter(context.Today, rules.PleaWorkingDays.Value);
        (Plea, SuspendedUntil) = (null, null);
        State(reason, context);
    }

    internal void Plead(string statement, OperationContext context)
    {
        RequireReasons([statement]);
        if (PleaDeadline is { } deadline && context.At >= deadline.DueAt)
        {
            throw new RuleViolationException("plea-late", deadline.DueOn);
        }

        Move(AdmissionAction.Plead, context);
        Plea = statement.Trim();
    }

    /// <summary>清退 only after the agency has been heard or has let its time pass.</summary>
    internal void Remove(string reason, OperationContext context)
    {
        RequireReasons([reason]);
        if (Plea is null && PleaDeadline is { } deadline && context.At < deadline.DueAt)
        {
            throw new RuleViolationException("plea-open", deadline.DueOn);
        }

        Move(AdmissionAction.Remove, context);
        EndedAt = context.At;
        State(reason, context);
    }

    internal void DropClearance(string reason, OperationContext context)
    {
        RequireReasons([reason]);
        Move(AdmissionAction.DropClearance, context);
        (StatedReason, PleaDeadline) = (reason.Trim(), null);
    }

    internal void Exit(OperationContext context)
    {
        if (Waiting is { } waiting)
        {
            End(waiting, CheckResult.Withdrawn, [], context);
        }

        Move(AdmissionAction.Exit, context);
        EndedAt = context.At;
    }

    internal void Reapply(AdmissionRules rules, OperationContext context)
    {
        if (Status == AdmissionStatus.Removed && EndedAt is { } ended
            && ChinaTime.DayOf(ended).AddMonths(rules.AwayMonths.Value) is var again && context.Today < again)
        {
            throw new RuleViolationException("admission-away", again);
        }

        Move(AdmissionAction.Reapply, context);
        Dossier = Dossier with { Committed = false };
        InForce = null;
    }

    /// <summary>A person is erased: the dossier, the one in force and those handed in name a pseudonym as contact.</summary>
    internal void EraseContact(string name, string pseudonym)
    {
        Dossier = Dossier.WithoutContact(name, pseudonym);
        InForce = InForce?.WithoutContact(name, pseudonym);
        _submissions.ForEach(submission => submission.EraseContact(name, pseudonym));
    }
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Market.Marketplace.RulePacks;

namespace Market.Marketplace.Procurements;

/// <content>Objections (异议) and complaints (投诉): both freeze the award until they are answered.</content>
public sealed partial class Procurement
{
    internal Objection RaiseObjection(string grounds, RulePack rules, OperationContext context)
    {
        RequireReason(grounds);
        if (context.At >= PublicityUntil)
        {
            throw new RuleViolationException("objection-late");
        }

        Move(ProcurementAction.Freeze);
        var due = WorkingCalendar.Official.DeadlineAfter(context.Today, rules.ObjectionAnswerWorkingDays.Value).DueAt;
        var objection = new Objection(
            context.NewId(), context.Actor.Organisation, context.Actor.OrganisationName ?? context.Actor.DisplayName, grounds.Trim(), context.At, due);
        Objections = [.. Objections, objection];
        NextStepAt = null;
        return objection;
    }

    /// <summary>Answers the objection: the award stands and its publicity starts again, or the procurement ends.</summary>
    internal void AnswerObjection(string answer, bool upheld, RulePack rules, OperationContext context)
    {
        RequireReason(answer);
        if (Objections.Count == 0 || Objections[^1].Answer is not null)
        {
            throw new RuleViolationException("objection-none");
        }

        var goesOn = !upheld && OpenComplaints == 0;
        if (upheld || goesOn)
        {
            Move(upheld ? ProcurementAction.Void : ProcurementAction.Release);
        }

        Objections = [.. Objections.SkipLast(1), Objections[^1] with { Answer = answer.Trim(), Upheld = upheld, AnsweredAt = context.At }];
        if (upheld)
        {
            EndReason = answer.Trim();
            End(context);
        }
        else if (goesOn)
        {
            BeginPublicity(rules, context);
        }
    }

    /// <summary>A complaint freezes the award; it may come while an objection has frozen it already.</summary>
    internal void TakeComplaint(OperationContext context)
    {
        if (Status is not (ProcurementStatus.Publicity or ProcurementStatus.Frozen))
        {
            throw new RuleViolationException("complaint-window");
        }

        if (Status == ProcurementStatus.Publicity)
        {
            if (context.At >= PublicityUntil)
            {
                throw new RuleViolationException("complaint-window");
            }

            Move(ProcurementAction.Freeze);
            NextStepAt = null;
        }

        OpenComplaints++;
    }

    /// <summary>A complaint came to its end: nothing else holding it, the award goes on; upheld, its remedy follows.</summary>
    internal void SettleComplaint(Complaints.ComplaintRemedy? remedy, string? reason, RulePack rules, OperationContext context)
    {
        OpenComplaints--;
        if (Status != ProcurementStatus.Frozen)
        {
            return;
        }

        switch (remedy)
        {
            case Complaints.ComplaintRemedy.EndProcurement:
                Void(reason!, context);
                break;
            case Complaints.ComplaintRemedy.DisqualifyWinner:
                Abandon(reason!, rules, context);
                break;
            case null when OpenComplaints == 0 && (Objections.Count == 0 || Objections[^1].Answer is not null):
                Move(ProcurementAction.Release);
                BeginPublicity(rules, context);
                break;
        }
    }
}

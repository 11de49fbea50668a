using Market.Marketplace.Operations;

namespace Market.Marketplace.ApprovalCases;

/// <summary>The department's decision (许可决定).</summary>
/// <param name="Granted">准予 or 不予许可.</param>
/// <param name="Number">文号.</param>
/// <param name="Opinion">审批意见, or why it was denied.</param>
public sealed record CaseDecision(bool Granted, string Number, string Opinion, string DecidedBy, DateTimeOffset At);

public sealed partial class ApprovalCase
{
    /// <summary>The decision; none before it.</summary>
    public CaseDecision? Decision { get; private set; }

    /// <summary>Why the applicant withdrew it.</summary>
    public string? WithdrawalReason { get; private set; }

    /// <summary>What is missing, as the applicant was told (一次性告知书).</summary>
    public string? CorrectionRequest { get; private set; }

    /// <summary>Says once and completely what is missing; the clock of the answer begins again when it is handed in.</summary>
    internal void AskCorrection(string what, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(what))
        {
            throw new RuleViolationException("reason-missing");
        }

        if (CorrectionRequest is not null)
        {
            // 行政许可法 art. 32: once, and everything.
            throw new RuleViolationException("correction-asked-before");
        }

        Move(CaseAction.AskCorrection, context);
        CorrectionRequest = what.Trim();
        StopClock();
    }

    /// <summary>承继: the department's duty has passed to another; the clock runs on.</summary>
    internal void PassTo(Organisations.Organisation department) => DepartmentId = department.Id;

    internal void Withdraw(string reason, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("reason-missing");
        }

        Move(CaseAction.Withdraw, context);
        WithdrawalReason = reason.Trim();
        StopClock();
    }

    internal void Decide(bool grant, string number, string opinion, OperationContext context)
    {
        if (string.IsNullOrWhiteSpace(number))
        {
            throw new RuleViolationException("decision-number-missing");
        }

        if (string.IsNullOrWhiteSpace(opinion))
        {
            throw new RuleViolationException("reason-missing");
        }

        Move(grant ? CaseAction.Grant : CaseAction.Deny, context);
        Decision = new CaseDecision(grant, number.Trim(), opinion.Trim(), context.Actor.DisplayName, context.At);
        StopClock();
    }
}

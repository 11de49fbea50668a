using Market.Marketplace.Operations;
using Market.Marketplace.Seals;
using Market.Marketplace.Verification;

namespace Market.Marketplace.Results;

/// <summary>What can become of a result after its acceptance.</summary>
public enum LaterDecisionKind
{
    /// <summary>更正: a corrected version is to take its place.</summary>
    Correct,

    /// <summary>撤销采信: the department no longer relies on it.</summary>
    WithdrawAcceptance,

    /// <summary>作废.</summary>
    Void,
}

/// <summary>A decision on an accepted result, with its number. The seals on the file stay genuine; what they stand for has
/// changed, and every check says so.</summary>
/// <param name="Number">决定文号.</param>
public sealed record LaterDecision(
    LaterDecisionKind Kind, string Number, string Reason, string DecidedBy, string DepartmentName, DateTimeOffset At);

public sealed partial class Result
{
    /// <summary>What became of it after its acceptance; none for most.</summary>
    public LaterDecision? Later { get; private set; }

    /// <summary>The checks as they count now: those of the day of delivery, and what has become known or was decided since.</summary>
    internal FiveChecks? ChecksThatCount(SealDoubt? doubt) => Verification?.InDoubt(doubt).After(Later);

    /// <summary>Takes a decision on the accepted result.</summary>
    internal void DecideLater(LaterDecisionKind kind, string number, string reason, OperationContext context)
    {
        if (Status != ResultStatus.Accepted)
        {
            throw new RuleViolationException("result-state", Status);
        }

        if (string.IsNullOrWhiteSpace(number) || string.IsNullOrWhiteSpace(reason))
        {
            throw new RuleViolationException("decision-incomplete");
        }

        Later = new LaterDecision(
            kind, number.Trim(), reason.Trim(), context.Actor.DisplayName, context.Actor.OrganisationName ?? "", context.At);
        Status = kind switch
        {
            LaterDecisionKind.Correct => ResultStatus.Corrected,
            LaterDecisionKind.WithdrawAcceptance => ResultStatus.AcceptanceWithdrawn,
            LaterDecisionKind.Void => ResultStatus.Voided,
        };
    }
}

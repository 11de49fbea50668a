using Market.Marketplace.Results;
using Market.Marketplace.Seals;

namespace Market.Marketplace.Verification;

/// <summary>What one check found.</summary>
public enum CheckOutcome
{
    /// <summary>通过.</summary>
    Pass,

    /// <summary>无法确认: never shown green.</summary>
    Unsure,

    /// <summary>不通过.</summary>
    Fail,
}

/// <summary>Which of the five checks (五项核验).</summary>
public enum CheckKind
{
    /// <summary>内容完整: no byte changed since sealing.</summary>
    Intact,

    /// <summary>覆盖全文: the seals cover the whole file.</summary>
    WholeFile,

    /// <summary>印章可信: certificates of a trusted issuer, not revoked.</summary>
    TrustedSeal,

    /// <summary>主体相符: the right holders, in the right order, for this very task.</summary>
    RightHolder,

    /// <summary>用印时有效: certificate, seal and qualification in force when sealed.</summary>
    InForce,
}

/// <summary>The verdict over all five.</summary>
public enum Verdict
{
    /// <summary>核验通过.</summary>
    Passed,

    /// <summary>待人工核验.</summary>
    NeedsPerson,

    /// <summary>核验不通过.</summary>
    Failed,
}

/// <summary>One check with its reason.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Outcome">What it found.</param>
/// <param name="Code">The sentence, in Wording.resx under <c>check.</c>.</param>
/// <param name="Evidence">Values for the sentence.</param>
public sealed record Check(CheckKind Kind, CheckOutcome Outcome, string Code, IReadOnlyList<string> Evidence)
{
    /// <summary>The sentence of this check.</summary>
    public string Say(System.Globalization.CultureInfo culture) => Operations.Wording.Say($"check.{Code}", culture, [.. Evidence]);
}

/// <summary>The five separate facts about a sealed file (五项核验).</summary>
/// <param name="Checks">Always five, in the order of <see cref="CheckKind"/>.</param>
/// <param name="At">As of when.</param>
public sealed record FiveChecks(IReadOnlyList<Check> Checks, DateTimeOffset At)
{
    /// <summary>The verdict: any failure fails, anything unsure needs a person.</summary>
    public Verdict Verdict => Checks.Any(check => check.Outcome == CheckOutcome.Fail) ? Verdict.Failed
        : Checks.Any(check => check.Outcome == CheckOutcome.Unsure) ? Verdict.NeedsPerson
        : Verdict.Passed;

    /// <summary>The same with one check replaced.</summary>
    internal FiveChecks With(Check replacing) =>
        this with { Checks = [.. Checks.Select(check => check.Kind == replacing.Kind ? replacing : check)] };

    /// <summary>The same checks where a seal has been reported lost since: whether it was in the right hands is an open question.</summary>
    internal FiveChecks InDoubt(SealDoubt? doubt) => doubt is null ? this : this with
    {
        Checks =
        [
            .. Checks.Select(check => check is not { Kind: CheckKind.InForce, Outcome: CheckOutcome.Pass } ? check
                : new Check(CheckKind.InForce, CheckOutcome.Unsure, "seal-lost", [doubt.SealText, SealLoss.Say(doubt.Since)])),
        ],
    };

    /// <summary>The same checks after a decision on the accepted result. The seals may be genuine; what they stand for was taken back.</summary>
    internal FiveChecks After(LaterDecision? later) => later is null ? this : With(new Check(
        CheckKind.InForce,
        CheckOutcome.Fail,
        later.Kind switch
        {
            LaterDecisionKind.Correct => "later-corrected",
            LaterDecisionKind.WithdrawAcceptance => "later-withdrawn",
            LaterDecisionKind.Void => "later-voided",
        },
        [$"{Calendars.ChinaTime.DayOf(later.At):yyyy-MM-dd}", later.Number]));

    /// <summary>One of the five.</summary>
    public Check this[CheckKind kind] => Checks.Single(check => check.Kind == kind);
}

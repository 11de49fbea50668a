using Market.Marketplace.Verification;

namespace Market.Web.Components;

/// <summary>How verdicts look. Unsure is never green.</summary>
public static class VerdictWords
{
    /// <summary>The tone of one check.</summary>
    public static Tone ToneOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => Tone.Good,
        CheckOutcome.Unsure => Tone.Warn,
        CheckOutcome.Fail => Tone.Bad,
    };

    /// <summary>The tone of the verdict over all five.</summary>
    public static Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Passed => Tone.Good,
        Verdict.NeedsPerson => Tone.Warn,
        Verdict.Failed => Tone.Bad,
    };
}

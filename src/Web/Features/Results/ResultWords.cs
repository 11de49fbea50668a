using Market.Marketplace.Results;
using Market.Web.Components;

namespace Market.Web.Features.Results;

/// <summary>How results and their checks look.</summary>
internal static class ResultWords
{
    public static Tone ToneOf(ResultStatus status) => status switch
    {
        ResultStatus.Prechecked or ResultStatus.Sealing => Tone.Warn,
        ResultStatus.Sealed or ResultStatus.Delivered => Tone.Info,
        ResultStatus.VerificationFailed => Tone.Bad,
        ResultStatus.Accepted => Tone.Good,
        ResultStatus.Returned => Tone.Warn,
        ResultStatus.Replaced => Tone.Neutral,
        ResultStatus.Corrected or ResultStatus.AcceptanceWithdrawn or ResultStatus.Voided => Tone.Bad,
    };
}

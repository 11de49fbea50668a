using Market.Marketplace.Admissions;
using Market.Web.Components;

namespace Market.Web.Features.Admissions;

/// <summary>How the states of admissions look.</summary>
internal static class AdmissionWords
{
    public static Tone ToneOf(AdmissionStatus status) => status switch
    {
        AdmissionStatus.Admitted => Tone.Good,
        AdmissionStatus.Draft or AdmissionStatus.Submitted or AdmissionStatus.InPublicity => Tone.Info,
        AdmissionStatus.Returned or AdmissionStatus.Suspended or AdmissionStatus.ClearanceNotified => Tone.Warn,
        AdmissionStatus.Refused or AdmissionStatus.Removed => Tone.Bad,
        AdmissionStatus.Exited => Tone.Neutral,
    };

    public static Tone ToneOf(CheckResult result) => result switch
    {
        CheckResult.Passed => Tone.Good,
        CheckResult.Open => Tone.Info,
        CheckResult.Returned => Tone.Warn,
        CheckResult.Refused => Tone.Bad,
        CheckResult.Withdrawn => Tone.Neutral,
    };
}

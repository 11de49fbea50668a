using Market.Marketplace.ApprovalCases;
using Market.Web.Components;

namespace Market.Web.Features.Cases;

/// <summary>How the states of a case look.</summary>
internal static class CaseWords
{
    public static Tone ToneOf(CaseStatus status) => status switch
    {
        CaseStatus.Draft or CaseStatus.Withdrawn => Tone.Neutral,
        CaseStatus.Filed or CaseStatus.Correcting => Tone.Warn,
        CaseStatus.Accepted => Tone.Info,
        CaseStatus.NotAccepted => Tone.Bad,
        CaseStatus.Decided => Tone.Good,
    };
}

using Market.Marketplace.Seals;
using Market.Web.Components;

namespace Market.Web.Features.Seals;

/// <summary>How seals and applications for them look.</summary>
internal static class SealTones
{
    /// <summary>What an application says when nobody writes anything else; it is a record of the agency, not a text of the page.</summary>
    public const string UsualReason = "交付本任务成果";

    public static Tone Of(SealApplicationStatus status) => status switch
    {
        SealApplicationStatus.Pending => Tone.Warn,
        SealApplicationStatus.Approved => Tone.Info,
        SealApplicationStatus.Returned => Tone.Bad,
        SealApplicationStatus.Used => Tone.Good,
        SealApplicationStatus.Withdrawn or SealApplicationStatus.Lapsed => Tone.Neutral,
    };

    public static Tone Of(SealStatus status) => status switch
    {
        SealStatus.Active => Tone.Good,
        SealStatus.Suspended => Tone.Warn,
        SealStatus.Lost => Tone.Bad,
        SealStatus.Replaced => Tone.Neutral,
    };
}

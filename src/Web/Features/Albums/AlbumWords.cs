using Market.Marketplace.Albums;
using Market.Web.Components;

namespace Market.Web.Features.Albums;

/// <summary>How the parts of an album look.</summary>
internal static class AlbumWords
{
    public static Tone ToneOf(SheetOutcome outcome) => outcome switch
    {
        SheetOutcome.Added or SheetOutcome.Replaced => Tone.Good,
        SheetOutcome.SameNumber => Tone.Warn,
        SheetOutcome.SameFile => Tone.Neutral,
        SheetOutcome.Refused => Tone.Bad,
    };

    public static Tone ToneOf(SealBatchItemStatus status) => status switch
    {
        SealBatchItemStatus.Waiting => Tone.Neutral,
        SealBatchItemStatus.Done => Tone.Good,
        SealBatchItemStatus.Failed => Tone.Bad,
    };

    public static Tone ToneOf(SealBatchStatus status) => status switch
    {
        SealBatchStatus.Running => Tone.Info,
        SealBatchStatus.Paused => Tone.Warn,
        SealBatchStatus.Stopped => Tone.Bad,
        SealBatchStatus.Done => Tone.Good,
        SealBatchStatus.Succeeded => Tone.Neutral,
    };
}

using Market.Marketplace.Selection;
using Market.Web.Components;

namespace Market.Web.Public.Draws;

/// <summary>How the states of draws look.</summary>
internal static class DrawWords
{
    public static Tone ToneOf(DrawStatus status) => status switch
    {
        DrawStatus.Opened => Tone.Info,
        DrawStatus.Frozen => Tone.Warn,
        DrawStatus.Finished => Tone.Good,
        DrawStatus.Closed => Tone.Neutral,
    };
}

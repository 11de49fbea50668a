namespace Market.Web.Components;

/// <summary>The mood of a tag or notice; never the only bearer of meaning, the words beside it are.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad: a draft, something closed.</summary>
    Neutral,

    /// <summary>Under way.</summary>
    Info,

    /// <summary>Done and accepted.</summary>
    Good,

    /// <summary>Needs attention, or cannot be decided by the machine.</summary>
    Warn,

    /// <summary>Overdue or failed; red is kept for these.</summary>
    Bad,
}

/// <summary>Names of tones as style classes.</summary>
internal static class ToneExtensions
{
    /// <summary>The suffix used by <c>site.css</c>.</summary>
    public static string CssName(this Tone tone) => tone switch
    {
        Tone.Neutral => "neutral",
        Tone.Info => "info",
        Tone.Good => "good",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
    };
}

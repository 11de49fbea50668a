using Market.Marketplace.Elements;
using Market.Web.Components;

namespace Market.Web.Features.Elements;

/// <summary>How elements are shown.</summary>
internal static class ElementWords
{
    /// <summary>The mood of an outcome.</summary>
    public static Tone ToneOf(ElementOutcome outcome) => outcome switch
    {
        ElementOutcome.Met => Tone.Good,
        ElementOutcome.NotMet => Tone.Bad,
        ElementOutcome.Open => Tone.Warn,
        ElementOutcome.NotLimited => Tone.Neutral,
    };

    /// <summary>A value with its unit; a dash where there is none.</summary>
    public static string Say(string value, string? unit) => value.Length == 0 ? "—" : unit is null ? value : $"{value} {unit}";
}

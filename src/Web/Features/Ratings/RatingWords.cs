using System.Globalization;
using Market.Marketplace.Ratings;
using Market.Web.Components;
using Market.Web.Localization;

namespace Market.Web.Features.Ratings;

/// <summary>Stars in words, figures and colours.</summary>
internal static class RatingWords
{
    // 好差评 has exactly these five grades.
    /// <summary>非常满意 to 非常不满意.</summary>
    public static string Say(int stars) => ((Satisfaction)stars).Word();

    /// <summary>A figure such as 4.3.</summary>
    public static string Figure(decimal stars) => stars.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>How a rating's standing is shown.</summary>
    public static Tone ToneOf(RatingStatus status) => status switch
    {
        RatingStatus.Counted or RatingStatus.Upheld => Tone.Good,
        RatingStatus.Appealed => Tone.Warn,
        RatingStatus.StruckOut => Tone.Neutral,
    };
}

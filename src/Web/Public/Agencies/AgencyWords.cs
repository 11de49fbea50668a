using System.Globalization;
using Market.Marketplace.Agencies;
using Market.Web.Components;

namespace Market.Web.Public.Agencies;

/// <summary>How the states and figures of agencies look.</summary>
internal static class AgencyWords
{
    public static Tone ToneOf(QualificationStanding standing) => standing switch
    {
        QualificationStanding.Valid => Tone.Good,
        QualificationStanding.Expiring => Tone.Warn,
        QualificationStanding.NotInForce => Tone.Bad,
    };

    public static Tone ToneOf(AgencyStatus status) => status switch
    {
        AgencyStatus.Admitted => Tone.Good,
        _ => Tone.Warn,
    };

    /// <summary>Stars with one decimal; a dash where there are no ratings.</summary>
    public static string Stars(decimal? stars) => stars?.ToString("0.0", CultureInfo.InvariantCulture) ?? "—";

    /// <summary>A share in per cent; a dash where there is nothing to divide.</summary>
    public static string Share(decimal? share) => share?.ToString("P0", CultureInfo.InvariantCulture) ?? "—";
}

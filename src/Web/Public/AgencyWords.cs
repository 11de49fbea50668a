using Market.Marketplace.Agencies;
using Market.Web.Components;

namespace Market.Web.Public;

/// <summary>How the states of agencies and licences look.</summary>
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
}

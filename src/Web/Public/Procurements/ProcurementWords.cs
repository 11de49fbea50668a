using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;
using Market.Web.Components;

namespace Market.Web.Public.Procurements;

/// <summary>How the states of procurements look.</summary>
internal static class ProcurementWords
{
    public static Tone ToneOf(ProcurementStatus status) => status switch
    {
        ProcurementStatus.Draft => Tone.Neutral,
        ProcurementStatus.SigningUp or ProcurementStatus.Closed or ProcurementStatus.Drawing => Tone.Info,
        ProcurementStatus.AwaitingOwner or ProcurementStatus.Frozen => Tone.Warn,
        ProcurementStatus.Publicity or ProcurementStatus.Awarded or ProcurementStatus.Contracted => Tone.Good,
        ProcurementStatus.Failed or ProcurementStatus.Voided => Tone.Bad,
    };

    public static Tone ToneOf(OfferStanding standing) => standing switch
    {
        OfferStanding.Leading => Tone.Good,
        OfferStanding.Considered => Tone.Info,
        OfferStanding.Trimmed or OfferStanding.AboveReference => Tone.Neutral,
    };
}

using Market.Marketplace.Procurements;
using Market.Marketplace.Selection;
using Market.Web.Components;

namespace Market.Web.Public.Procurements;

/// <summary>How the states of procurements look.</summary>
internal static class ProcurementWords
{
    /// <summary>The way from notice to contract (公告→报名截止→选取→公示→中选→合同), by the last status of each place.</summary>
    public static IReadOnlyList<ProcurementStatus> Way { get; } =
    [
        ProcurementStatus.SigningUp, ProcurementStatus.Closed, ProcurementStatus.Drawing, ProcurementStatus.Publicity,
        ProcurementStatus.Awarded, ProcurementStatus.Contracted,
    ];

    /// <summary>The place on the way; -1 before it.</summary>
    public static int PlaceOf(ProcurementStatus status) => status switch
    {
        ProcurementStatus.Draft => -1,
        ProcurementStatus.SigningUp => 0,
        ProcurementStatus.Closed => 1,
        ProcurementStatus.Drawing or ProcurementStatus.AwaitingOwner => 2,
        ProcurementStatus.Publicity or ProcurementStatus.Frozen => 3,
        ProcurementStatus.Awarded => 4,
        ProcurementStatus.Contracted => 5,
        ProcurementStatus.Failed or ProcurementStatus.Voided => -1,
    };

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

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Supervision;
using Market.Marketplace.TaskOrders;
using Market.Web.Components;
using Market.Web.Localization;

namespace Market.Web.Features.Desk;

/// <summary>The numbers of the first screen as tiles: each leads to the list that it counts.</summary>
internal static class DeskWords
{
    public static TileLink ToLink(this Tile tile) =>
        new(tile.Kind.Word(), tile.Count, HrefOf(tile.Kind), ToneOf(tile));

    private static string HrefOf(TileKind kind) => kind switch
    {
        TileKind.DraftCases => $"cases?status={CaseStatus.Draft}",
        TileKind.OpenCases => "cases",
        TileKind.CasesToAccept => $"cases?status={CaseStatus.Filed}",
        TileKind.TasksToAnswer => Tasks(TaskOrderFilter.AwaitingAnswer),
        TileKind.TasksInProgress => Tasks(TaskOrderFilter.InProgress),
        TileKind.TasksDueSoon => Tasks(TaskOrderFilter.DueSoon),
        TileKind.TasksCompleted => Tasks(TaskOrderFilter.Completed),
        TileKind.SealUsesToApprove => "seals?view=waiting",
        TileKind.ResultsToSeal => "results?show=ToSeal",
        TileKind.ResultsToDecide => "results?show=ToDecide",
        TileKind.UnreadMessages => "inbox?unread=true",
        TileKind.StuckWork => "operator",
        TileKind.AdmissionsToCheck => "admissions",
        TileKind.AdmittedAgencies => "operator?view=agencies",
    };

    // Red is kept for what is late or stuck, yellow for what waits for this reader.
    private static Tone ToneOf(Tile tile) => tile.Count == 0 ? Tone.Neutral : tile.Kind switch
    {
        TileKind.StuckWork => Tone.Bad,
        TileKind.TasksDueSoon or TileKind.CasesToAccept or TileKind.TasksToAnswer or TileKind.ResultsToSeal or TileKind.SealUsesToApprove
            or TileKind.ResultsToDecide or TileKind.DraftCases or TileKind.AdmissionsToCheck => Tone.Warn,
        TileKind.TasksCompleted => Tone.Good,
        TileKind.OpenCases or TileKind.TasksInProgress or TileKind.UnreadMessages or TileKind.AdmittedAgencies => Tone.Info,
    };

    private static string Tasks(TaskOrderFilter filter) => $"tasks?filter={filter}";
}

using Market.Marketplace.TaskOrders;
using Market.Web.Components;

namespace Market.Web.Features.Tasks;

/// <summary>How the states of a task order look.</summary>
internal static class TaskWords
{
    /// <summary>The states a task order passes on its way, in order.</summary>
    public static IReadOnlyList<TaskOrderStatus> Way { get; } =
    [
        TaskOrderStatus.Dispatched, TaskOrderStatus.InProgress, TaskOrderStatus.Submitted, TaskOrderStatus.Sealed,
        TaskOrderStatus.Delivered, TaskOrderStatus.Completed,
    ];

    public static Tone ToneOf(TaskOrderStatus status) => status switch
    {
        TaskOrderStatus.AwaitingAgency => Tone.Bad,
        TaskOrderStatus.Dispatched or TaskOrderStatus.Delivered => Tone.Warn,
        TaskOrderStatus.InProgress or TaskOrderStatus.Submitted or TaskOrderStatus.Sealed => Tone.Info,
        TaskOrderStatus.Completed or TaskOrderStatus.Archived => Tone.Good,
        TaskOrderStatus.Suspended => Tone.Warn,
        TaskOrderStatus.Waiting or TaskOrderStatus.Stopped => Tone.Neutral,
    };
}

using System.Text;
using static Market.Marketplace.TaskOrders.TaskOrderAction;
using static Market.Marketplace.TaskOrders.TaskOrderStatus;

namespace Market.Marketplace.TaskOrders;

/// <summary>How a task order stands.</summary>
public enum TaskOrderStatus
{
    /// <summary>待选取: no agency; after an exhausted panel an alarm (无可派机构).</summary>
    AwaitingAgency,

    /// <summary>已派发: waits for the agency's answer.</summary>
    Dispatched,

    /// <summary>办理中.</summary>
    InProgress,

    /// <summary>已提交: waits for its seals.</summary>
    Submitted,

    /// <summary>已用印: being verified.</summary>
    Sealed,

    /// <summary>已送达: on the department's desk.</summary>
    Delivered,

    /// <summary>已采信.</summary>
    Completed,

    /// <summary>等待前序: its turn in the group has not come.</summary>
    Waiting,

    /// <summary>暂停: the clock stands still by the pause ledger.</summary>
    Suspended,

    /// <summary>已停止: the case has ended, the work with it.</summary>
    Stopped,

    /// <summary>已归档.</summary>
    Archived,
}

/// <summary>What can happen to a task order.</summary>
public enum TaskOrderAction
{
    /// <summary>委派 by the panel's rule.</summary>
    Dispatch,

    /// <summary>接单.</summary>
    Accept,

    /// <summary>不承接.</summary>
    Decline,

    /// <summary>超时未接: no answer in time.</summary>
    Lapse,

    /// <summary>轮到: the task before it in the group is done.</summary>
    Release,

    /// <summary>暂停计时, for one of the listed reasons.</summary>
    Pause,

    /// <summary>恢复计时.</summary>
    Resume,

    /// <summary>延期, agreed by the owner.</summary>
    Extend,

    /// <summary>提交成果.</summary>
    Submit,

    /// <summary>用印: the last seal of the scheme.</summary>
    Seal,

    /// <summary>送达: verified.</summary>
    Deliver,

    /// <summary>核验不通过.</summary>
    FailVerification,

    /// <summary>签收: received, by hand or by lapse of time; never 采信.</summary>
    Receive,

    /// <summary>采信.</summary>
    AcceptResult,

    /// <summary>退回修改.</summary>
    ReturnForRework,

    /// <summary>更正或撤销采信: an accepted result no longer stands, the work begins again.</summary>
    Reopen,

    /// <summary>停止作业: the case was withdrawn, refused or ended.</summary>
    Stop,

    /// <summary>归档.</summary>
    Archive,

    /// <summary>承继: duties passed to another department or agency.</summary>
    Transfer,
}

/// <summary>The whole life of a task order as data; docs/task-order-lifecycle.md is rendered from it.</summary>
public static class TaskOrderLifecycle
{
    private static readonly Dictionary<(TaskOrderStatus From, TaskOrderAction Action), TaskOrderStatus> Table = new()
    {
        [(Waiting, Release)] = AwaitingAgency,
        [(AwaitingAgency, Dispatch)] = Dispatched,
        [(Dispatched, Accept)] = InProgress,
        [(Dispatched, Decline)] = AwaitingAgency,
        [(Dispatched, Lapse)] = AwaitingAgency,
        [(InProgress, Pause)] = Suspended,
        [(Suspended, Pause)] = Suspended,
        [(Suspended, Resume)] = InProgress,
        [(InProgress, Extend)] = InProgress,
        [(Suspended, Extend)] = Suspended,
        [(InProgress, Submit)] = Submitted,
        [(Submitted, Submit)] = Submitted,
        [(Submitted, Seal)] = Sealed,
        [(Sealed, Deliver)] = Delivered,
        [(Sealed, FailVerification)] = InProgress,
        [(Delivered, Receive)] = Delivered,
        [(Delivered, AcceptResult)] = Completed,
        [(Delivered, ReturnForRework)] = InProgress,
        [(Completed, Reopen)] = InProgress,
        [(Completed, Archive)] = Archived,
        [(Archived, Reopen)] = InProgress,
        [(Waiting, Stop)] = Stopped,
        [(AwaitingAgency, Stop)] = Stopped,
        [(Dispatched, Stop)] = Stopped,
        [(InProgress, Stop)] = Stopped,
        [(Suspended, Stop)] = Stopped,
        [(Submitted, Stop)] = Stopped,
        [(Sealed, Stop)] = Stopped,
        [(Delivered, Stop)] = Stopped,
        [(Waiting, Transfer)] = Waiting,
        [(AwaitingAgency, Transfer)] = AwaitingAgency,
        [(Dispatched, Transfer)] = Dispatched,
        [(InProgress, Transfer)] = InProgress,
        [(Suspended, Transfer)] = Suspended,
        [(Submitted, Transfer)] = Submitted,
        [(Sealed, Transfer)] = Sealed,
        [(Delivered, Transfer)] = Delivered,
        [(Completed, Transfer)] = Completed,
    };

    /// <summary>Where an action leads, if it is legal.</summary>
    public static bool TryMove(TaskOrderStatus from, TaskOrderAction action, out TaskOrderStatus to) =>
        Table.TryGetValue((from, action), out to);

    /// <summary>The legal actions of a status.</summary>
    public static IEnumerable<TaskOrderAction> ActionsFrom(TaskOrderStatus status) =>
        Table.Keys.Where(move => move.From == status).Select(move => move.Action);

    /// <summary>Whether the agency's clock runs.</summary>
    public static bool IsRunning(TaskOrderStatus status) => status is Dispatched or InProgress or Submitted;

    /// <summary>Whether the work is out of the agency's hands and not decided on.</summary>
    public static bool IsHandedIn(TaskOrderStatus status) => status is Sealed or Delivered;

    /// <summary>Whether it has not come to an end.</summary>
    public static bool IsOpen(TaskOrderStatus status) => status is not (Completed or Stopped or Archived);

    /// <summary>The table as a Mermaid state diagram.</summary>
    public static string ToMermaid()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n    [*] --> AwaitingAgency\n    [*] --> Waiting\n");
        foreach (var ((from, action), to) in Table)
        {
            diagram.Append(System.Globalization.CultureInfo.InvariantCulture, $"    {from} --> {to}: {action}\n");
        }

        return diagram.Append("    Archived --> [*]\n    Stopped --> [*]\n").ToString();
    }
}

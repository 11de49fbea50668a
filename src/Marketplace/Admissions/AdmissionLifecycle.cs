using System.Globalization;
using System.Text;
using static Market.Marketplace.Admissions.AdmissionAction;
using static Market.Marketplace.Admissions.AdmissionStatus;

namespace Market.Marketplace.Admissions;

/// <summary>How an agency stands with the supermarket, from its first entry to its end.</summary>
public enum AdmissionStatus
{
    /// <summary>填报中.</summary>
    Draft,

    /// <summary>待核验: the form check runs.</summary>
    Submitted,

    /// <summary>退回补正.</summary>
    Returned,

    /// <summary>不予入驻.</summary>
    Refused,

    /// <summary>公示中.</summary>
    InPublicity,

    /// <summary>已入驻.</summary>
    Admitted,

    /// <summary>暂停.</summary>
    Suspended,

    /// <summary>拟清退: the agency may state its case; no new work meanwhile.</summary>
    ClearanceNotified,

    /// <summary>已清退.</summary>
    Removed,

    /// <summary>已退出.</summary>
    Exited,
}

/// <summary>What can happen to an admission.</summary>
public enum AdmissionAction
{
    /// <summary>提交入驻申请.</summary>
    Submit,

    /// <summary>撤回申请.</summary>
    Withdraw,

    /// <summary>退回补正.</summary>
    Return,

    /// <summary>不予入驻.</summary>
    Refuse,

    /// <summary>核验通过.</summary>
    Pass,

    /// <summary>公示期满，准予入驻.</summary>
    Admit,

    /// <summary>提交变更.</summary>
    SubmitChange,

    /// <summary>撤回变更.</summary>
    WithdrawChange,

    /// <summary>变更核验通过.</summary>
    PassChange,

    /// <summary>退回变更.</summary>
    ReturnChange,

    /// <summary>暂停.</summary>
    Suspend,

    /// <summary>恢复.</summary>
    Resume,

    /// <summary>拟清退告知.</summary>
    NotifyClearance,

    /// <summary>陈述申辩.</summary>
    Plead,

    /// <summary>清退.</summary>
    Remove,

    /// <summary>不予清退.</summary>
    DropClearance,

    /// <summary>主动退出.</summary>
    Exit,

    /// <summary>重新申请入驻.</summary>
    Reapply,
}

/// <summary>The whole life of an admission as data; docs/admission-lifecycle.md is rendered from it.</summary>
public static class AdmissionLifecycle
{
    private static readonly Dictionary<(AdmissionStatus From, AdmissionAction Action), AdmissionStatus> Table = new()
    {
        [(Draft, Submit)] = Submitted,
        [(Submitted, Withdraw)] = Draft,
        [(Submitted, Return)] = Returned,
        [(Submitted, Refuse)] = Refused,
        [(Submitted, Pass)] = InPublicity,
        [(Returned, Submit)] = Submitted,
        [(Refused, Reapply)] = Draft,
        [(InPublicity, Return)] = Returned,
        [(InPublicity, Admit)] = Admitted,
        [(Admitted, SubmitChange)] = Admitted,
        [(Admitted, WithdrawChange)] = Admitted,
        [(Admitted, PassChange)] = Admitted,
        [(Admitted, ReturnChange)] = Admitted,
        [(Admitted, Suspend)] = Suspended,
        [(Admitted, NotifyClearance)] = ClearanceNotified,
        [(Admitted, Exit)] = Exited,
        [(Suspended, SubmitChange)] = Suspended,
        [(Suspended, WithdrawChange)] = Suspended,
        [(Suspended, PassChange)] = Suspended,
        [(Suspended, ReturnChange)] = Suspended,
        [(Suspended, Resume)] = Admitted,
        [(Suspended, NotifyClearance)] = ClearanceNotified,
        [(Suspended, Exit)] = Exited,
        [(ClearanceNotified, Plead)] = ClearanceNotified,
        [(ClearanceNotified, DropClearance)] = Admitted,
        [(ClearanceNotified, Remove)] = Removed,
        [(Removed, Reapply)] = Draft,
        [(Exited, Reapply)] = Draft,
    };

    /// <summary>Where an action leads, if it is legal.</summary>
    public static bool TryMove(AdmissionStatus from, AdmissionAction action, out AdmissionStatus to) =>
        Table.TryGetValue((from, action), out to);

    /// <summary>The legal actions of a status.</summary>
    public static IEnumerable<AdmissionAction> ActionsFrom(AdmissionStatus status) =>
        Table.Keys.Where(move => move.From == status).Select(move => move.Action);

    /// <summary>Whether the agency may work on its data: before it is admitted, and for a change afterwards.</summary>
    public static bool IsOpen(AdmissionStatus status) => status is Draft or Returned or Admitted or Suspended;

    /// <summary>The table as a Mermaid state diagram.</summary>
    public static string ToMermaid()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n    [*] --> Draft\n");
        foreach (var ((from, action), to) in Table)
        {
            diagram.Append(CultureInfo.InvariantCulture, $"    {from} --> {to}: {action}\n");
        }

        return diagram.ToString();
    }
}

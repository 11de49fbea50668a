using System.Globalization;
using System.Text;
using static Market.Marketplace.Procurements.ProcurementAction;
using static Market.Marketplace.Procurements.ProcurementStatus;

namespace Market.Marketplace.Procurements;

/// <summary>How a procurement stands.</summary>
public enum ProcurementStatus
{
    /// <summary>草稿.</summary>
    Draft,

    /// <summary>报名中: the notice is out, sign-ups are sealed.</summary>
    SigningUp,

    /// <summary>报名截止: no sign-up gets in or out; they are being opened.</summary>
    Closed,

    /// <summary>选取中: the list is public, the draw is under way.</summary>
    Drawing,

    /// <summary>待业主选定: from the small list, or among plans.</summary>
    AwaitingOwner,

    /// <summary>中选公示.</summary>
    Publicity,

    /// <summary>异议处理中: frozen by an objection.</summary>
    Frozen,

    /// <summary>已中选: the award notice is out.</summary>
    Awarded,

    /// <summary>合同已备案.</summary>
    Contracted,

    /// <summary>流标.</summary>
    Failed,

    /// <summary>终止.</summary>
    Voided,
}

/// <summary>What can happen to a procurement.</summary>
public enum ProcurementAction
{
    /// <summary>发布公告.</summary>
    Publish,

    /// <summary>更正公告, with reason; the time for signing up begins anew.</summary>
    Revise,

    /// <summary>报名截止.</summary>
    Close,

    /// <summary>公布名单并进入抽取.</summary>
    BeginDraw,

    /// <summary>提请业主选定.</summary>
    AskOwner,

    /// <summary>确定中选机构.</summary>
    Select,

    /// <summary>提出异议.</summary>
    Freeze,

    /// <summary>异议不成立, 恢复公示.</summary>
    Release,

    /// <summary>发出中选通知.</summary>
    Award,

    /// <summary>放弃中选.</summary>
    Abandon,

    /// <summary>合同备案.</summary>
    FileContract,

    /// <summary>流标.</summary>
    Fail,

    /// <summary>终止, with a published reason.</summary>
    Void,

    /// <summary>任务终止: the task for which it was bought has ended.</summary>
    Lapse,
}

/// <summary>The whole life of a procurement as data; docs/procurement-lifecycle.md is rendered from it.</summary>
public static class ProcurementLifecycle
{
    private static readonly Dictionary<(ProcurementStatus From, ProcurementAction Action), ProcurementStatus> Table = new()
    {
        [(Draft, Publish)] = SigningUp,
        [(SigningUp, Revise)] = SigningUp,
        [(SigningUp, Close)] = Closed,
        [(SigningUp, ProcurementAction.Void)] = Voided,
        [(SigningUp, Lapse)] = Voided,
        [(Closed, Lapse)] = Voided,
        [(Drawing, Lapse)] = Voided,
        [(Publicity, Lapse)] = Voided,
        [(Frozen, Lapse)] = Voided,
        [(Closed, BeginDraw)] = Drawing,
        [(Closed, AskOwner)] = AwaitingOwner,
        [(Closed, Select)] = Publicity,
        [(Closed, Fail)] = Failed,
        [(Drawing, Select)] = Publicity,
        [(Drawing, AskOwner)] = AwaitingOwner,
        [(Drawing, ProcurementAction.Void)] = Voided,
        [(AwaitingOwner, Select)] = Publicity,
        [(AwaitingOwner, ProcurementAction.Void)] = Voided,
        [(Publicity, Freeze)] = Frozen,
        [(Publicity, Award)] = Awarded,
        [(Frozen, Release)] = Publicity,
        [(Frozen, Abandon)] = Publicity,
        [(Frozen, Fail)] = Failed,
        [(Frozen, ProcurementAction.Void)] = Voided,
        [(Awarded, Abandon)] = Publicity,
        [(Awarded, Fail)] = Failed,
        [(Awarded, FileContract)] = Contracted,
    };

    /// <summary>Where an action leads, if it is legal.</summary>
    public static bool TryMove(ProcurementStatus from, ProcurementAction action, out ProcurementStatus to) =>
        Table.TryGetValue((from, action), out to);

    /// <summary>The legal actions of a status.</summary>
    public static IEnumerable<ProcurementAction> ActionsFrom(ProcurementStatus status) =>
        Table.Keys.Where(move => move.From == status).Select(move => move.Action);

    /// <summary>Whether nothing more can happen.</summary>
    public static bool IsEnd(ProcurementStatus status) => status is Contracted or Failed or Voided;

    /// <summary>The table as a Mermaid state diagram.</summary>
    public static string ToMermaid()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n    [*] --> Draft\n");
        foreach (var ((from, action), to) in Table)
        {
            diagram.Append(CultureInfo.InvariantCulture, $"    {from} --> {to}: {action}\n");
        }

        return diagram.Append("    Contracted --> [*]\n    Failed --> [*]\n    Voided --> [*]\n").ToString();
    }
}

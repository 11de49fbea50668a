using System.Globalization;
using System.Text;
using static Market.Marketplace.Contracts.ContractAction;
using static Market.Marketplace.Contracts.ContractStatus;

namespace Market.Marketplace.Contracts;

/// <summary>How a contract stands.</summary>
public enum ContractStatus
{
    /// <summary>待中介机构确认: the owner has offered a text.</summary>
    Offered,

    /// <summary>待业主修改: the agency returned the text with reasons.</summary>
    Returned,

    /// <summary>待用印: both sides want this text.</summary>
    Agreed,

    /// <summary>已签订: both seals are on it, and both were verified.</summary>
    Concluded,

    /// <summary>已备案.</summary>
    Filed,

    /// <summary>已失效: the award no longer stands.</summary>
    Lapsed,
}

/// <summary>What can happen to a contract.</summary>
public enum ContractAction
{
    /// <summary>拟定或修改合同文本.</summary>
    Offer,

    /// <summary>退回修改.</summary>
    Return,

    /// <summary>确认合同文本.</summary>
    Confirm,

    /// <summary>用印.</summary>
    Seal,

    /// <summary>双方用印齐全.</summary>
    Complete,

    /// <summary>备案.</summary>
    File,

    /// <summary>失效.</summary>
    Lapse,
}

/// <summary>The whole life of a contract as data; docs/contract-lifecycle.md is rendered from it.</summary>
public static class ContractLifecycle
{
    private static readonly Dictionary<(ContractStatus From, ContractAction Action), ContractStatus> Table = new()
    {
        [(Offered, Offer)] = Offered,
        [(Offered, Return)] = Returned,
        [(Offered, Confirm)] = Agreed,
        [(Offered, Lapse)] = Lapsed,
        [(Returned, Offer)] = Offered,
        [(Returned, Lapse)] = Lapsed,
        [(Agreed, ContractAction.Seal)] = Agreed,
        [(Agreed, Complete)] = Concluded,
        [(Agreed, Lapse)] = Lapsed,
        [(Concluded, ContractAction.File)] = Filed,
    };

    /// <summary>Where an action leads, if it is legal.</summary>
    public static bool TryMove(ContractStatus from, ContractAction action, out ContractStatus to) => Table.TryGetValue((from, action), out to);

    /// <summary>The table as a Mermaid state diagram.</summary>
    public static string ToMermaid()
    {
        var diagram = new StringBuilder("stateDiagram-v2\n    [*] --> Offered\n");
        foreach (var ((from, action), to) in Table)
        {
            diagram.Append(CultureInfo.InvariantCulture, $"    {from} --> {to}: {action}\n");
        }

        return diagram.Append("    Filed --> [*]\n    Lapsed --> [*]\n").ToString();
    }
}

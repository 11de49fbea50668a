using Market.Marketplace.Catalogue;

namespace Market.Marketplace.Panels;

/// <summary>How a panel gives a task to one of its members: the second stage of a framework agreement (框架协议第二阶段).</summary>
public enum PanelMethod
{
    /// <summary>顺序轮候: the next in turn against whom nothing stands.</summary>
    Rotation,

    /// <summary>信用加权随机: drawn at once among those against whom nothing stands, with lots by credit.</summary>
    WeightedDraw,

    /// <summary>二次竞价: the members bid again for the task.</summary>
    SecondRound,

    /// <summary>直接选定: the buyer names a member.</summary>
    Direct,
}

/// <summary>What a region's rules say about one way of the second stage.</summary>
/// <param name="Payers">Whose money may be spent in this way; none forbids it.</param>
public sealed record PanelMethodRule(PanelMethod Method, IReadOnlyList<Payer> Payers, string Source, bool Verified);

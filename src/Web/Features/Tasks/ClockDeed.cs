using Market.Marketplace.TaskOrders;

namespace Market.Web.Features.Tasks;

/// <summary>What can be done to the clock of a task from its page.</summary>
public enum ClockDeedKind
{
    /// <summary>The agency asks the owner for material.</summary>
    AskSupplement,

    /// <summary>The agency asks for a pause.</summary>
    AskPause,

    /// <summary>The owner asks for 缓办.</summary>
    AskDeferral,

    /// <summary>The department orders a special procedure.</summary>
    OrderPause,

    /// <summary>The department agrees to a pause.</summary>
    AgreePause,

    /// <summary>The department does not.</summary>
    RefusePause,

    /// <summary>The department ends a pause.</summary>
    EndPause,

    /// <summary>The owner answers.</summary>
    Answer,

    /// <summary>The agency asks for more time.</summary>
    AskTime,

    /// <summary>The owner agrees to more time.</summary>
    AgreeTime,

    /// <summary>The owner does not.</summary>
    RefuseTime,

    /// <summary>签收.</summary>
    Receive,
}

/// <summary>One of them, with what was written.</summary>
public sealed record ClockDeed(ClockDeedKind Kind, string Words = "", int Days = 0, Guid Of = default)
{
    /// <summary>依据.</summary>
    public string Basis { get; init; } = "";

    /// <summary>Why the clock is to stand still.</summary>
    public PauseKind Pause { get; init; }

    /// <summary>What is missing, one a line.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];

    /// <summary>Files handed in.</summary>
    public IReadOnlyList<Guid> Files { get; init; } = [];
}

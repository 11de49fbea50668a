using Market.Marketplace.CaseSteps;

namespace Market.Marketplace.TaskOrders;

/// <summary>In which order the tasks of a group go out.</summary>
public enum GroupMode
{
    /// <summary>并联: all at once.</summary>
    Parallel,

    /// <summary>串联: each when the one before it is done.</summary>
    Sequence,
}

/// <summary>When a group is done (汇合).</summary>
public enum GroupJoin
{
    /// <summary>全部完成.</summary>
    All,

    /// <summary>任一完成.</summary>
    Any,

    /// <summary>达到数量.</summary>
    Quorum,
}

/// <summary>时限分类.</summary>
public enum LimitClass
{
    /// <summary>即办件.</summary>
    Immediate,

    /// <summary>普通件.</summary>
    Ordinary,

    /// <summary>复杂件.</summary>
    Complex,
}

/// <summary>A step that a department itself takes inside a case.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Days">Its period: working days, for publicity calendar days.</param>
/// <param name="DepartmentCode">Credit code of the department that takes it; none: the department whose case it is.</param>
/// <param name="Condition">Makes the step only when it holds.</param>
public sealed record TriggeredStep(CaseStepKind Kind, string Title, int Days, string? DepartmentCode = null, ElementCondition? Condition = null);

/// <summary>What a rule says beside its tasks: when it applies, in which order the tasks go out and when they join.</summary>
public sealed record TriggerPlan
{
    /// <summary>All tasks at once, one step after the other.</summary>
    public GroupMode Mode { get; init; }

    /// <summary>When the group is done.</summary>
    public GroupJoin Join { get; init; }

    /// <summary>How many must be done for <see cref="GroupJoin.Quorum"/>.</summary>
    public int Quorum { get; init; }

    /// <summary>Conditions of the rule as a whole; all must hold.</summary>
    public IReadOnlyList<ElementCondition> When { get; init; } = [];

    /// <summary>For <see cref="TriggerEvent.ResultAccepted"/>: the item whose accepted result sets the rule off.</summary>
    public string? UpstreamItem { get; init; }

    /// <summary>For <see cref="TriggerEvent.Timer"/>: working days after acceptance.</summary>
    public int AfterWorkingDays { get; init; }

    /// <summary>For <see cref="TriggerEvent.ElementValue"/>: the element whose declaration sets the rule off.</summary>
    public string? Element { get; init; }

    /// <summary>Departments' own steps.</summary>
    public IReadOnlyList<TriggeredStep> Steps { get; init; } = [];

    /// <summary>Whether so many done of so many make the group done.</summary>
    public bool IsJoined(int done, int all) => Join switch
    {
        GroupJoin.All => done == all,
        GroupJoin.Any => done > 0,
        GroupJoin.Quorum => done >= Math.Min(Quorum, all),
    };
}

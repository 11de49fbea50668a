namespace Market.Marketplace.Elements;

/// <summary>What an element is for (要素类别).</summary>
public enum ElementKind
{
    /// <summary>基本要素: a fact the others rest on.</summary>
    Basic,

    /// <summary>指标要素: a figure that a planning condition or a standard limits.</summary>
    Indicator,

    /// <summary>比对要素: how far what was declared and what was found lie apart.</summary>
    Comparison,

    /// <summary>结论要素.</summary>
    Conclusion,
}

/// <summary>What may be entered.</summary>
public enum ElementType
{
    /// <summary>A number with unit and precision.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>是 or 否.</summary>
    YesNo,

    /// <summary>A day, 2026-11-24.</summary>
    Date,
}

/// <summary>How a limit binds.</summary>
public enum LimitKind
{
    /// <summary>≤.</summary>
    AtMost,

    /// <summary>≥.</summary>
    AtLeast,

    /// <summary>＝.</summary>
    Equal,

    /// <summary>From a lower to an upper bound, both allowed.</summary>
    Between,
}

/// <summary>What a value must keep to.</summary>
/// <param name="Kind">How it binds.</param>
/// <param name="Bound">A formula: a figure of a standard, or a planning condition such as <c>条件.容积率</c>.</param>
/// <param name="Upper">The upper bound of <see cref="LimitKind.Between"/>.</param>
public sealed record ElementLimit(LimitKind Kind, string Bound, string? Upper = null);

/// <summary>One element (要素) of a result, as published with its service item.</summary>
/// <param name="Code">Stable code, for files and programs.</param>
/// <param name="Name">Name as shown; formulas use it.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Type">What may be entered.</param>
public sealed record ElementDefinition(string Code, string Name, ElementKind Kind, ElementType Type = ElementType.Number)
{
    /// <summary>Before a name in a formula: what the applicant declared (报建值).</summary>
    public const string DeclaredPrefix = "报建.";

    /// <summary>Before a name in a formula: what the planning conditions of the project say (规划条件).</summary>
    public const string ConditionPrefix = "条件.";

    /// <summary>Unit of a number, such as ㎡; none for a bare figure.</summary>
    public string? Unit { get; init; }

    /// <summary>Decimals of a number; more are refused, not rounded away.</summary>
    public int Decimals { get; init; }

    /// <summary>Computes the value; the agency does not enter it then.</summary>
    public string? Formula { get; init; }

    /// <summary>What the value must keep to.</summary>
    public ElementLimit? Limit { get; init; }

    /// <summary>Where limit or method come from.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Whether handing in needs a value.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>How far the value may lie from what was declared before it counts as different.</summary>
    public decimal Tolerance { get; init; }
}

/// <summary>The elements of a service item, in their order.</summary>
/// <param name="Elements">All of them.</param>
/// <param name="IsMandatory">Whether a result without any element is refused; else it is handed in with a remark.</param>
public sealed record ElementSchema(IReadOnlyList<ElementDefinition> Elements, bool IsMandatory = false)
{
    /// <summary>An item whose results carry no elements.</summary>
    public static ElementSchema None { get; } = new([]);

    /// <summary>The element of a code or name.</summary>
    public ElementDefinition? Find(string codeOrName) =>
        Elements.FirstOrDefault(element => element.Code == codeOrName) ?? Elements.FirstOrDefault(element => element.Name == codeOrName);
}

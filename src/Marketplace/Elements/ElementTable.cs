using System.Globalization;

namespace Market.Marketplace.Elements;

/// <summary>How a value stands to its limit.</summary>
public enum ElementOutcome
{
    /// <summary>Nothing limits it.</summary>
    NotLimited,

    /// <summary>符合.</summary>
    Met,

    /// <summary>不符合.</summary>
    NotMet,

    /// <summary>待定: value or condition is not known.</summary>
    Open,
}

/// <summary>One line of the table 报建值／审查值／规划条件／结论.</summary>
public sealed record ElementRow
{
    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required ElementKind Kind { get; init; }

    /// <summary>Unit.</summary>
    public string? Unit { get; init; }

    /// <summary>报建值, as the applicant declared it; empty when it was not declared.</summary>
    public string Declared { get; init; } = "";

    /// <summary>审查值; empty when it is not known.</summary>
    public string Value { get; init; } = "";

    /// <summary>The formula that computed it, if it was not entered.</summary>
    public string? Formula { get; init; }

    /// <summary>规划条件 in words, such as ≤ 2.20; empty where nothing limits it.</summary>
    public string Condition { get; init; } = "";

    /// <summary>结论.</summary>
    public ElementOutcome Outcome { get; init; }

    /// <summary>How far the value lies from what was declared, with its sign; empty when the two agree or cannot be compared.</summary>
    public string Difference { get; init; } = "";

    /// <summary>Where limit or method come from.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Whether what was found is not what was declared.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsDifferent => Difference.Length > 0;
}

/// <summary>What the values of one result come to.</summary>
/// <param name="Rows">All elements in their order.</param>
/// <param name="Problems">Entries that cannot be taken, and formulas that cannot be worked out.</param>
/// <param name="Missing">Names of what must still be entered.</param>
public sealed record ElementTable(IReadOnlyList<ElementRow> Rows, IReadOnlyList<ElementProblem> Problems, IReadOnlyList<string> Missing)
{
    /// <summary>Whether it can be handed in.</summary>
    public bool IsComplete => Problems.Count == 0 && Missing.Count == 0;

    /// <summary>Computes, compares and judges.</summary>
    /// <param name="schema">The published elements.</param>
    /// <param name="entered">What the agency entered, by name.</param>
    /// <param name="declared">What the applicant declared, by name.</param>
    /// <param name="conditions">The planning conditions of the project, by name.</param>
    public static ElementTable Of(
        ElementSchema schema, IReadOnlyDictionary<string, string> entered, IReadOnlyDictionary<string, string> declared,
        IReadOnlyDictionary<string, string> conditions)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ElementComputation(schema, entered, declared, conditions).Run();
    }
}

/// <summary>One run over a schema.</summary>
internal sealed class ElementComputation(
    ElementSchema schema, IReadOnlyDictionary<string, string> entered, IReadOnlyDictionary<string, string> declared,
    IReadOnlyDictionary<string, string> conditions)
{
    private readonly Dictionary<string, FormulaValue> _values = new(StringComparer.Ordinal);
    private readonly List<ElementProblem> _problems = [];

    public ElementTable Run()
    {
        foreach (var element in schema.Elements.Where(element => element.Formula is null))
        {
            var (value, problem) = ElementText.Read(element, entered.GetValueOrDefault(element.Name));
            Keep(element, value);
            if (problem is not null)
            {
                _problems.Add(problem);
            }
        }

        foreach (var (element, formula) in SchemaCheck.InOrder(schema))
        {
            Keep(element, Compute(element, formula));
        }

        var missing = schema.Elements
            .Where(element => element.IsRequired && element.Formula is null && string.IsNullOrWhiteSpace(entered.GetValueOrDefault(element.Name)))
            .Select(element => element.Name).ToList();
        return new ElementTable([.. schema.Elements.Select(RowOf)], _problems, missing);
    }

    private void Keep(ElementDefinition element, FormulaValue value)
    {
        _values[element.Name] = value;
        _values[element.Code] = value;
    }

    private FormulaValue Compute(ElementDefinition element, Formula formula)
    {
        try
        {
            var value = formula.Evaluate(ValueOf);
            return value.Number is { } number ? FormulaValue.Of(decimal.Round(number, element.Decimals, MidpointRounding.AwayFromZero)) : value;
        }
        catch (FormulaException e)
        {
            _problems.Add(new ElementProblem(element.Name, e.Code == "division-by-zero" ? "division-by-zero" : "not-computable", [element.Name, formula.Text]));
            return FormulaValue.Missing;
        }
    }

    private FormulaValue ValueOf(string name) =>
        name.StartsWith(ElementDefinition.DeclaredPrefix, StringComparison.Ordinal) ? FromText(declared, name[ElementDefinition.DeclaredPrefix.Length..])
        : name.StartsWith(ElementDefinition.ConditionPrefix, StringComparison.Ordinal) ? FromText(conditions, name[ElementDefinition.ConditionPrefix.Length..])
        : _values.GetValueOrDefault(name);

    // What others say is read by the element of the same name where there is one, and as a number where it looks like one.
    private FormulaValue FromText(IReadOnlyDictionary<string, string> source, string name)
    {
        if (source.GetValueOrDefault(name) is not { Length: > 0 } text)
        {
            return FormulaValue.Missing;
        }

        return schema.Find(name) is { } element ? ElementText.Read(element with { Decimals = 8 }, text).Value
            : decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? FormulaValue.Of(number)
            : FormulaValue.Of(text);
    }

    private ElementRow RowOf(ElementDefinition element)
    {
        var value = _values[element.Name];
        var claimed = FromText(declared, element.Name);
        var (condition, outcome) = Judge(element, value);
        return new ElementRow
        {
            Code = element.Code,
            Name = element.Name,
            Kind = element.Kind,
            Unit = element.Unit,
            Declared = ElementText.Write(element, claimed),
            Value = ElementText.Write(element, value),
            Formula = element.Formula,
            Condition = condition,
            Outcome = outcome,
            Difference = DifferenceOf(element, value, claimed),
            LegalBasis = element.LegalBasis,
        };
    }

    private static string DifferenceOf(ElementDefinition element, FormulaValue value, FormulaValue claimed)
    {
        if (value.IsMissing || claimed.IsMissing)
        {
            return "";
        }

        if (value.Number is { } found && claimed.Number is { } said)
        {
            var difference = found - said;
            return decimal.Abs(difference) > element.Tolerance
                ? (difference > 0 ? "+" : "") + difference.ToString(CultureInfo.InvariantCulture)
                : "";
        }

        return value == claimed ? "" : "≠";
    }

    private (string Condition, ElementOutcome Outcome) Judge(ElementDefinition element, FormulaValue value)
    {
        if (element.Limit is not { } limit)
        {
            // A conclusion that is a yes or a no judges itself.
            return ("", element.Kind == ElementKind.Conclusion && value.Truth is { } truth ? truth ? ElementOutcome.Met : ElementOutcome.NotMet : ElementOutcome.NotLimited);
        }

        var bound = BoundOf(element, limit.Bound);
        var upper = limit.Upper is null ? null : BoundOf(element, limit.Upper);
        if (bound is not { } least || (limit.Kind == LimitKind.Between && upper is null))
        {
            return ("", ElementOutcome.Open);
        }

        var words = limit.Kind switch
        {
            LimitKind.AtMost => $"≤ {Say(element, least)}",
            LimitKind.AtLeast => $"≥ {Say(element, least)}",
            LimitKind.Equal => $"= {Say(element, least)}",
            LimitKind.Between => $"{Say(element, least)} – {Say(element, upper!.Value)}",
        };
        return (words, value.Number is not { } number ? ElementOutcome.Open : Keeps(limit.Kind, number, least, upper) ? ElementOutcome.Met : ElementOutcome.NotMet);
    }

    private static bool Keeps(LimitKind kind, decimal number, decimal bound, decimal? upper) => kind switch
    {
        LimitKind.AtMost => number <= bound,
        LimitKind.AtLeast => number >= bound,
        LimitKind.Equal => number == bound,
        LimitKind.Between => number >= bound && number <= upper,
    };

    private decimal? BoundOf(ElementDefinition element, string text)
    {
        try
        {
            return Formula.Parse(text).Evaluate(ValueOf).Number;
        }
        catch (FormulaException)
        {
            _problems.Add(new ElementProblem(element.Name, "limit-not-computable", [element.Name, text]));
            return null;
        }
    }

    private static string Say(ElementDefinition element, decimal number) =>
        number.ToString($"F{Math.Max(element.Decimals, number.Scale)}", CultureInfo.InvariantCulture);
}

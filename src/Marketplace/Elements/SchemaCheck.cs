using Market.Marketplace.Operations;

namespace Market.Marketplace.Elements;

/// <summary>Whether a schema can be worked with: found out when it is published, not when an agency fills it in.</summary>
internal static class SchemaCheck
{
    private const int MostElements = 300;
    private const int MostDecimals = 8;

    /// <summary>Refuses a schema whose names clash, or whose formulas cannot be read, name what is not there, or run in a circle.</summary>
    public static void Require(ElementSchema schema, string itemCode)
    {
        var elements = schema.Elements;
        if (elements.Count > MostElements)
        {
            throw new RuleViolationException("schema-too-large", itemCode, MostElements);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in elements)
        {
            if (!IsSound(element) || !names.Add(element.Name) || !names.Add(element.Code))
            {
                throw new RuleViolationException("schema-element", itemCode, element.Name);
            }
        }

        foreach (var element in elements)
        {
            foreach (var text in FormulasOf(element))
            {
                RequireReadable(text, element, itemCode, names);
            }
        }

        _ = InOrder(schema, itemCode);
    }

    /// <summary>The computed elements, each after those it needs.</summary>
    public static IReadOnlyList<(ElementDefinition Element, Formula Formula)> InOrder(ElementSchema schema, string itemCode = "")
    {
        var waiting = schema.Elements.Where(element => element.Formula is not null)
            .ToDictionary(element => element.Name, element => (Element: element, Formula: Formula.Parse(element.Formula!)));
        var ordered = new List<(ElementDefinition, Formula)>();
        while (waiting.Count > 0)
        {
            var ready = waiting.Values.Where(entry => !entry.Formula.Names.Any(waiting.ContainsKey)).ToList();
            if (ready.Count == 0)
            {
                throw new RuleViolationException("schema-circle", itemCode, string.Join('、', waiting.Keys));
            }

            foreach (var entry in ready)
            {
                ordered.Add(entry);
                waiting.Remove(entry.Element.Name);
            }
        }

        return ordered;
    }

    private static bool IsSound(ElementDefinition element) =>
        !string.IsNullOrWhiteSpace(element.Code) && !string.IsNullOrWhiteSpace(element.Name)
        && IsName(element.Name)
        && element.Decimals is >= 0 and <= MostDecimals && element.Tolerance >= 0
        && (element.Type == ElementType.Number || (element.Unit is null && element.Limit is null && element.Decimals == 0))
        && (element.Limit is null || (element.Limit.Upper is not null) == (element.Limit.Kind == LimitKind.Between));

    // A name must be one that a formula can say, and none that it understands otherwise.
    private static bool IsName(string name)
    {
        try
        {
            return Formula.Parse(name).Names is [var only] && only == name && !name.Contains('.', StringComparison.Ordinal);
        }
        catch (FormulaException)
        {
            return false;
        }
    }

    private static IEnumerable<string> FormulasOf(ElementDefinition element) =>
        new[] { element.Formula, element.Limit?.Bound, element.Limit?.Upper }.OfType<string>();

    private static void RequireReadable(string text, ElementDefinition element, string itemCode, HashSet<string> names)
    {
        try
        {
            var unknown = Formula.Parse(text).Names.FirstOrDefault(name => !names.Contains(name)
                && !name.StartsWith(ElementDefinition.DeclaredPrefix, StringComparison.Ordinal)
                && !name.StartsWith(ElementDefinition.ConditionPrefix, StringComparison.Ordinal));
            if (unknown is not null)
            {
                throw new RuleViolationException("schema-unknown-name", itemCode, element.Name, unknown);
            }
        }
        catch (FormulaException e)
        {
            throw new RuleViolationException("schema-formula", itemCode, element.Name, text, e.Position + 1);
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Elements;

/// <summary>Why an entry is not taken.</summary>
/// <param name="Element">Which element.</param>
/// <param name="Code">A code of Wording.resx, below <c>element.</c>.</param>
/// <param name="Args">What its sentence shows.</param>
public sealed record ElementProblem(string Element, string Code, IReadOnlyList<string> Args)
{
    /// <summary>The sentence.</summary>
    public string Say(CultureInfo culture) => Wording.Say($"element.{Code}", culture, [.. Args]);
}

/// <summary>Reads what a person typed, or a file brought, for one element; and writes it the one way that files keep.</summary>
internal static partial class ElementText
{
    private const int LongestText = 500;

    private static readonly Dictionary<string, string> SameUnits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["m²"] = "㎡",
        ["m2"] = "㎡",
        ["平方米"] = "㎡",
        ["平米"] = "㎡",
        ["％"] = "%",
        ["米"] = "m",
        ["小时"] = "h",
        ["公顷"] = "hm²",
        ["hm2"] = "hm²",
    };

    /// <summary>The value, or why there is none. Nothing entered is no problem and no value.</summary>
    public static (FormulaValue Value, ElementProblem? Problem) Read(ElementDefinition element, string? entered)
    {
        var text = entered?.Trim() ?? "";
        if (text.Length == 0)
        {
            return (FormulaValue.Missing, null);
        }

        return element.Type switch
        {
            ElementType.Number => ReadNumber(element, text),
            ElementType.YesNo => text switch
            {
                "是" or "有" or "true" or "TRUE" or "1" => (FormulaValue.Of(true), null),
                "否" or "无" or "false" or "FALSE" or "0" => (FormulaValue.Of(false), null),
                _ => Refuse(element, "not-yes-no", text),
            },
            ElementType.Date => DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? (FormulaValue.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), null)
                : Refuse(element, "not-a-date", text),
            ElementType.Text => text.Length <= LongestText && !text.Any(char.IsControl)
                ? (FormulaValue.Of(text), null)
                : Refuse(element, "text-too-long", $"{LongestText}"),
        };
    }

    /// <summary>A value as files keep it: numbers with the element's decimals and a point.</summary>
    public static string Write(ElementDefinition element, FormulaValue value) =>
        value.Number is { } number ? number.ToString($"F{element.Decimals}", CultureInfo.InvariantCulture) : value.ToString();

    private static (FormulaValue Value, ElementProblem? Problem) ReadNumber(ElementDefinition element, string text)
    {
        var parts = NumberAndUnit().Match(text);
        if (!parts.Success || !decimal.TryParse(
            Separators().Replace(parts.Groups[1].Value, ""), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return Refuse(element, "not-a-number", text);
        }

        var unit = parts.Groups[2].Value.Trim();
        if (unit.Length > 0 && Usual(unit) != element.Unit)
        {
            return element.Unit is { } wanted ? Refuse(element, "wrong-unit", unit, wanted) : Refuse(element, "no-unit", unit);
        }

        return decimal.Round(number, element.Decimals) == number
            ? (FormulaValue.Of(number), null)
            : Refuse(element, "too-precise", text, $"{element.Decimals}");
    }

    private static string Usual(string unit) => SameUnits.GetValueOrDefault(unit, unit);

    private static (FormulaValue Value, ElementProblem? Problem) Refuse(ElementDefinition element, string code, params string[] args) =>
        (FormulaValue.Missing, new ElementProblem(element.Name, code, [element.Name, .. args]));

    [GeneratedRegex(@"^([+-]?\d(?:[\d,，  ]*\d)?(?:\.\d+)?)\s*((?![eE][+-]?\d)[^\d\s.,，+-]\S{0,11})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberAndUnit();

    [GeneratedRegex(@"[,，  ]")]
    private static partial Regex Separators();
}

namespace Market.Marketplace.Elements;

/// <summary>The functions a formula may call. Numbers are rounded as people do (四舍五入).</summary>
internal static class FormulaFunctions
{
    private const int MostDecimals = 10;

    internal delegate FormulaValue Function(IReadOnlyList<FormulaValue> arguments);

    private static readonly Dictionary<string, (int Least, int Most, Function Function)> All = new(StringComparer.Ordinal)
    {
        ["round"] = (1, 2, OfNumbers(numbers => decimal.Round(numbers[0], DecimalsOf(numbers), MidpointRounding.AwayFromZero))),
        ["floor"] = (1, 1, OfNumbers(numbers => decimal.Floor(numbers[0]))),
        ["ceiling"] = (1, 1, OfNumbers(numbers => decimal.Ceiling(numbers[0]))),
        ["abs"] = (1, 1, OfNumbers(numbers => decimal.Abs(numbers[0]))),
        ["min"] = (1, 50, OfNumbers(numbers => numbers.Min())),
        ["max"] = (1, 50, OfNumbers(numbers => numbers.Max())),
        ["sum"] = (1, 50, OfNumbers(numbers => numbers.Sum())),
        ["if"] = (3, 3, Choose),
        ["known"] = (1, 1, arguments => FormulaValue.Of(!arguments[0].IsMissing)),
    };

    /// <summary>The function of a name, or null; the number of arguments it takes.</summary>
    public static Function? Find(string name, out int least, out int most)
    {
        var found = All.TryGetValue(name, out var entry);
        (least, most) = (entry.Least, entry.Most);
        return found ? entry.Function : null;
    }

    private static Function OfNumbers(Func<IReadOnlyList<decimal>, decimal> compute) => arguments =>
        arguments.Any(argument => argument.IsMissing)
            ? FormulaValue.Missing
            : FormulaValue.Of(compute([.. arguments.Select(argument => argument.Number ?? throw new InvalidCastException())]));

    private static FormulaValue Choose(IReadOnlyList<FormulaValue> arguments) => arguments[0] switch
    {
        { IsMissing: true } => FormulaValue.Missing,
        { Truth: { } truth } => truth ? arguments[1] : arguments[2],
        _ => throw new InvalidCastException(),
    };

    private static int DecimalsOf(IReadOnlyList<decimal> numbers) => numbers.Count == 1 ? 0
        : numbers[1] is >= 0 and <= MostDecimals && decimal.IsInteger(numbers[1]) ? (int)numbers[1]
        : throw new InvalidCastException();
}

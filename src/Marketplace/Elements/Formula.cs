namespace Market.Marketplace.Elements;

/// <summary>A formula over elements (要素), such as <c>round(计容建筑面积 / 用地面积, 2)</c>. It is read once and knows arithmetic,
/// comparisons, <c>and</c>, <c>or</c>, <c>not</c> and the functions of <see cref="FormulaFunctions"/>; it can reach nothing else.</summary>
public sealed class Formula
{
    /// <summary>Longest text that is read.</summary>
    public const int LongestText = 2000;

    private readonly FormulaNode _root;

    private Formula(string text, FormulaNode root, IReadOnlyList<string> names) => (Text, _root, Names) = (text, root, names);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The elements it names, each once, in the order in which they first stand.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a formula.</summary>
    /// <exception cref="FormulaException">It is not one.</exception>
    public static Formula Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new FormulaParser(text);
        var root = parser.Parse();
        return new Formula(text, root, parser.Names);
    }

    /// <summary>Works it out.</summary>
    /// <param name="valueOf">The value of an element by its name.</param>
    /// <exception cref="FormulaException">Types do not fit, a division by zero, a number out of range.</exception>
    public FormulaValue Evaluate(Func<string, FormulaValue> valueOf)
    {
        ArgumentNullException.ThrowIfNull(valueOf);
        return _root.Evaluate(valueOf);
    }
}

/// <summary>A part of a formula.</summary>
internal abstract record FormulaNode(int Position)
{
    public abstract FormulaValue Evaluate(Func<string, FormulaValue> valueOf);

    protected FormulaException Wrong(string code, string detail) => new(code, Position, detail);

    protected decimal? NumberOf(FormulaValue value, string what) =>
        value.IsMissing ? null : value.Number ?? throw Wrong("types", what);

    protected bool? TruthOf(FormulaValue value, string what) =>
        value.IsMissing ? null : value.Truth ?? throw Wrong("types", what);
}

internal sealed record ConstantNode(int Position, FormulaValue Value) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf) => Value;
}

internal sealed record NameNode(int Position, string Name) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf) => valueOf(Name);
}

internal sealed record MinusNode(int Position, FormulaNode Operand) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf) =>
        NumberOf(Operand.Evaluate(valueOf), "-") is { } number ? FormulaValue.Of(-number) : FormulaValue.Missing;
}

internal sealed record NotNode(int Position, FormulaNode Operand) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf) =>
        TruthOf(Operand.Evaluate(valueOf), "not") is { } truth ? FormulaValue.Of(!truth) : FormulaValue.Missing;
}

internal sealed record ArithmeticNode(int Position, char Sign, FormulaNode Left, FormulaNode Right) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf)
    {
        var sign = $"{Sign}";
        if (NumberOf(Left.Evaluate(valueOf), sign) is not { } left || NumberOf(Right.Evaluate(valueOf), sign) is not { } right)
        {
            return FormulaValue.Missing;
        }

        try
        {
            return FormulaValue.Of(Sign switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                _ => right == 0 ? throw Wrong("division-by-zero", sign) : left / right,
            });
        }
        catch (OverflowException)
        {
            throw Wrong("overflow", sign);
        }
    }
}

internal sealed record ComparisonNode(int Position, string Sign, FormulaNode Left, FormulaNode Right) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf)
    {
        var (left, right) = (Left.Evaluate(valueOf), Right.Evaluate(valueOf));
        if (left.IsMissing || right.IsMissing)
        {
            return FormulaValue.Missing;
        }

        if (left.Number is { } a && right.Number is { } b)
        {
            var order = a.CompareTo(b);
            return FormulaValue.Of(Sign switch
            {
                "<=" => order <= 0,
                "<" => order < 0,
                ">=" => order >= 0,
                ">" => order > 0,
                "=" => order == 0,
                _ => order != 0,
            });
        }

        // Texts, and yes or no, are the same or not; they have no order.
        var isSameType = (left.Text is null) == (right.Text is null) && (left.Truth is null) == (right.Truth is null);
        return isSameType && Sign is "=" or "<>" && isSameType
            ? FormulaValue.Of(left == right == (Sign == "="))
            : throw Wrong("types", Sign);
    }
}

/// <summary><c>and</c>, <c>or</c>: what is decided by one side does not wait for the other.</summary>
internal sealed record JunctionNode(int Position, bool IsAnd, FormulaNode Left, FormulaNode Right) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf)
    {
        var word = IsAnd ? "and" : "or";
        var (left, right) = (TruthOf(Left.Evaluate(valueOf), word), TruthOf(Right.Evaluate(valueOf), word));
        var decides = !IsAnd;
        return left == decides || right == decides ? FormulaValue.Of(decides)
            : left is null || right is null ? FormulaValue.Missing
            : FormulaValue.Of(!decides);
    }
}

internal sealed record CallNode(int Position, string Name, FormulaFunctions.Function Function, IReadOnlyList<FormulaNode> Arguments) : FormulaNode(Position)
{
    public override FormulaValue Evaluate(Func<string, FormulaValue> valueOf)
    {
        try
        {
            return Function([.. Arguments.Select(argument => argument.Evaluate(valueOf))]);
        }
        catch (InvalidCastException)
        {
            throw Wrong("types", Name);
        }
        catch (OverflowException)
        {
            throw Wrong("overflow", Name);
        }
    }
}

using System.Globalization;

namespace Market.Marketplace.Elements;

/// <summary>Reads a formula by recursive descent, with a bound on its depth and its parts.</summary>
internal sealed class FormulaParser(string text)
{
    private const int Deepest = 50;
    private const int MostParts = 500;

    private static readonly string[] Comparisons = ["<=", ">=", "<>", "<", ">", "=", "≤", "≥", "≠"];

    private readonly List<string> _names = [];
    private int _at;
    private int _depth;
    private int _parts;

    public IReadOnlyList<string> Names => _names;

    public FormulaNode Parse()
    {
        if (text.Length > Formula.LongestText)
        {
            throw new FormulaException("too-long", Formula.LongestText, "");
        }

        var root = Either();
        SkipBlanks();
        return _at == text.Length ? root : throw Unexpected();
    }

    private FormulaNode Either()
    {
        var left = Both();
        while (TakeWord("or"))
        {
            left = Count(new JunctionNode(_at, IsAnd: false, left, Both()));
        }

        return left;
    }

    private FormulaNode Both()
    {
        var left = Negation();
        while (TakeWord("and"))
        {
            left = Count(new JunctionNode(_at, IsAnd: true, left, Negation()));
        }

        return left;
    }

    private FormulaNode Negation()
    {
        if (!TakeWord("not"))
        {
            return Comparison();
        }

        Enter();
        var operand = Negation();
        _depth--;
        return Count(new NotNode(_at, operand));
    }

    private FormulaNode Comparison()
    {
        var left = Sum();
        SkipBlanks();
        if (Array.Find(Comparisons, sign => text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal)) is not { } found)
        {
            return left;
        }

        var position = _at;
        _at += found.Length;
        return Count(new ComparisonNode(position, found switch { "≤" => "<=", "≥" => ">=", "≠" => "<>", _ => found }, left, Sum()));
    }

    private FormulaNode Sum()
    {
        var left = Product();
        while (TakeSign("+-") is { } sign)
        {
            left = Count(new ArithmeticNode(_at - 1, sign, left, Product()));
        }

        return left;
    }

    private FormulaNode Product()
    {
        var left = Operand();
        while (TakeSign("*/×÷") is { } sign)
        {
            left = Count(new ArithmeticNode(_at - 1, sign switch { '×' => '*', '÷' => '/', _ => sign }, left, Operand()));
        }

        return left;
    }

    private FormulaNode Operand()
    {
        Enter();
        try
        {
            SkipBlanks();
            return TakeSign("-") is not null ? Count(new MinusNode(_at - 1, Operand()))
                : _at == text.Length ? throw Unexpected()
                : text[_at] == '(' ? Bracketed()
                : text[_at] == '"' ? Text()
                : char.IsAsciiDigit(text[_at]) ? Number()
                : IsNameStart(text[_at]) ? NameOrCall()
                : throw Unexpected();
        }
        finally
        {
            _depth--;
        }
    }

    private FormulaNode Bracketed()
    {
        _at++;
        var inner = Either();
        Expect(')');
        return inner;
    }

    private ConstantNode Text()
    {
        var start = ++_at;
        var end = text.IndexOf('"', start);
        if (end < 0)
        {
            throw new FormulaException("syntax", start - 1, "\"");
        }

        _at = end + 1;
        return Count(new ConstantNode(start - 1, FormulaValue.Of(text[start..end])));
    }

    private ConstantNode Number()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        return decimal.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? Count(new ConstantNode(start, FormulaValue.Of(number)))
            : throw new FormulaException("syntax", start, text[start.._at]);
    }

    private FormulaNode NameOrCall()
    {
        var start = _at;
        while (_at < text.Length && (IsNameStart(text[_at]) || char.IsDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        var name = text[start.._at];
        if (TakeSign("(") is null)
        {
            if (!_names.Contains(name))
            {
                _names.Add(name);
            }

            return Count(new NameNode(start, name));
        }

        if (FormulaFunctions.Find(name, out var least, out var most) is not { } function)
        {
            throw new FormulaException("unknown-function", start, name);
        }

        var arguments = Arguments();
        return arguments.Count >= least && arguments.Count <= most
            ? Count(new CallNode(start, name, function, arguments))
            : throw new FormulaException("arguments", start, name);
    }

    private List<FormulaNode> Arguments()
    {
        var arguments = new List<FormulaNode>();
        if (TakeSign(")") is not null)
        {
            return arguments;
        }

        do
        {
            arguments.Add(Either());
        }
        while (TakeSign(",，") is not null);
        Expect(')');
        return arguments;
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private void SkipBlanks()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private char? TakeSign(string signs)
    {
        SkipBlanks();
        return _at < text.Length && signs.Contains(text[_at], StringComparison.Ordinal) ? text[_at++] : null;
    }

    private bool TakeWord(string word)
    {
        SkipBlanks();
        var end = _at + word.Length;
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal) || (end < text.Length && (IsNameStart(text[end]) || char.IsDigit(text[end]))))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private void Expect(char sign)
    {
        if (TakeSign($"{sign}") is null)
        {
            throw Unexpected();
        }
    }

    private void Enter()
    {
        if (++_depth > Deepest)
        {
            throw new FormulaException("too-long", _at, "");
        }
    }

    private T Count<T>(T node)
        where T : FormulaNode =>
        ++_parts <= MostParts ? node : throw new FormulaException("too-long", _at, "");

    private FormulaException Unexpected() => new("syntax", _at, _at < text.Length ? $"{text[_at]}" : "");
}

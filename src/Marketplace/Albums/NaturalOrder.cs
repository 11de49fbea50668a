namespace Market.Marketplace.Albums;

/// <summary>Sorts sheet numbers as people count them: 建施-2 before 建施-10.</summary>
public sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The only one.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc />
    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        while (!left.IsEmpty && !right.IsEmpty)
        {
            var difference = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? CompareNumbers(Take(ref left, isDigit: true), Take(ref right, isDigit: true))
                : Take(ref left, isDigit: false).CompareTo(Take(ref right, isDigit: false), StringComparison.Ordinal);
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareNumbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var a = left.TrimStart('0');
        var b = right.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.CompareTo(b, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> text, bool isDigit)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == isDigit)
        {
            length++;
        }

        // A letter against a digit: compared as they stand.
        length = Math.Max(length, 1);
        var taken = text[..length];
        text = text[length..];
        return taken;
    }
}

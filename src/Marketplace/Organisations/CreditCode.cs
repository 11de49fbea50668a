namespace Market.Marketplace.Organisations;

/// <summary>The unified social credit code (统一社会信用代码), GB 32100-2015.</summary>
public static class CreditCode
{
    private const int Length = 18;
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>Whether the code has 18 characters of the alphabet, a numeric region and the right check character.</summary>
    public static bool IsValid(string? code)
    {
        if (code is not { Length: Length } || !code.AsSpan(2, 6).ContainsOnlyDigits())
        {
            return false;
        }

        var value = code.Select(character => Alphabet.IndexOf(character, StringComparison.Ordinal)).ToArray();
        return Array.TrueForAll(value, v => v >= 0) && code[^1] == CheckCharacter(code[..^1]);
    }

    /// <summary>The check character for the first 17 characters (GB 32100-2015, annex A: weights 3^i mod 31).</summary>
    public static char CheckCharacter(string first17)
    {
        ArgumentNullException.ThrowIfNull(first17);
        var (sum, weight) = (0, 1);
        foreach (var character in first17)
        {
            sum += Alphabet.IndexOf(character, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }

    internal static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}

namespace Market.Signing.Pdf.Reading;

/// <summary>The character classes of ISO 32000-2, 7.2.3. A value of -1 (past the end) belongs to none.</summary>
internal static class CharacterClass
{
    public static bool IsWhiteSpace(int value) => value is 0 or '\t' or '\n' or '\f' or '\r' or ' ';

    public static bool IsDelimiter(int value) => value is '(' or ')' or '<' or '>' or '[' or ']' or '{' or '}' or '/' or '%';

    public static bool IsRegular(int value) => value >= 0 && !IsWhiteSpace(value) && !IsDelimiter(value);

    public static bool IsDigit(int value) => value is >= '0' and <= '9';

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int HexValue(int value) => value switch
    {
        >= '0' and <= '9' => value - '0',
        >= 'a' and <= 'f' => value - 'a' + 10,
        >= 'A' and <= 'F' => value - 'A' + 10,
        _ => -1,
    };
}

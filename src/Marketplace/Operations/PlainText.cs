namespace Market.Marketplace.Operations;

/// <summary>What people write is plain text. In names and numbers of the register no angle bracket stands at all; in every other
/// text nothing that a browser would take for markup: see <see cref="Persistence.TextGuard"/>, which looks at whatever an operation stores.</summary>
internal static class PlainText
{
    private const int ShownLength = 30;

    /// <summary>Whether the text may stand in the register; line breaks may.</summary>
    public static bool Allows(string? text) =>
        text is null || !text.Any(character => character is '<' or '>' || (char.IsControl(character) && character is not ('\n' or '\r')));

    /// <summary>Whether the text is prose: no beginning of a tag (HTML standard, 13.2.5.6: a letter, a slash, an exclamation or a question
    /// mark after the bracket), no control character but white space, no invisible turn of direction (Unicode TR 36, 2.5).</summary>
    public static bool IsProse(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '<' && i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!' or '?'))
            {
                return false;
            }

            if ((char.IsControl(character) && character is not ('\n' or '\r' or '\t')) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The beginning of a text for a sentence about it.</summary>
    public static string Shown(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";
}

namespace Market.Marketplace.Admissions;

/// <summary>Names and numbers of the register are plain text: no markup and no control characters.</summary>
internal static class PlainText
{
    private const int ShownLength = 30;

    /// <summary>Whether the text may stand in the register; line breaks may.</summary>
    public static bool Allows(string? text) =>
        text is null || !text.Any(character => character is '<' or '>' || (char.IsControl(character) && character is not ('\n' or '\r')));

    /// <summary>The beginning of a text for a sentence about it.</summary>
    public static string Shown(string text) => text.Length <= ShownLength ? text : text[..ShownLength] + "…";
}

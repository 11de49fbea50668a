using System.Text;

namespace Market.Signing.Documents;

/// <summary>Breaks Chinese text into lines: between any two Han characters, but not before closing or after opening
/// punctuation, and not within a word or number of other scripts (GB/T 15834; Unicode UAX 14 in its simplest form). A line end that somebody
/// typed stays one.</summary>
internal static class LineBreaker
{
    private const string NotAtStart = "，。、；：？！）》」』】〉”’％‰℃…—·,.;:?!)]}%";
    private const string NotAtEnd = "（《「『【〈“‘([{";

    /// <param name="measure">Width of a text.</param>
    /// <param name="firstWidth">Width of the first line, which may be indented.</param>
    public static List<string> Break(string text, Func<string, double> measure, double firstWidth, double width) =>
    [
        .. text.ReplaceLineEndings("\n").Split('\n').SelectMany((part, place) => BreakPart(part, measure, place == 0 ? firstWidth : width, width)),
    ];

    private static List<string> BreakPart(string text, Func<string, double> measure, double firstWidth, double width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var used = 0.0;
        foreach (var part in Parts(text).SelectMany(part => Fitting(part, measure, width)))
        {
            var partWidth = measure(part);
            var available = lines.Count == 0 ? firstWidth : width;
            if (line.Length > 0 && used + partWidth > available)
            {
                lines.Add(line.ToString().TrimEnd());
                line.Clear();
                used = 0;
                if (string.IsNullOrWhiteSpace(part))
                {
                    continue;
                }
            }

            line.Append(part);
            used += partWidth;
        }

        if (line.Length > 0 || lines.Count == 0)
        {
            lines.Add(line.ToString());
        }

        return lines;
    }

    /// <summary>A piece longer than a whole line, such as a digest, is cut where the line ends.</summary>
    private static IEnumerable<string> Fitting(string part, Func<string, double> measure, double width)
    {
        if (measure(part) <= width)
        {
            yield return part;
            yield break;
        }

        var (cut, used) = (new StringBuilder(), 0.0);
        foreach (var rune in part.EnumerateRunes())
        {
            var character = rune.ToString();
            var next = measure(character);
            if (cut.Length > 0 && used + next > width)
            {
                yield return cut.ToString();
                cut.Clear();
                used = 0;
            }

            cut.Append(character);
            used += next;
        }

        yield return cut.ToString();
    }

    /// <summary>Pieces between which a line may end.</summary>
    private static IEnumerable<string> Parts(string text)
    {
        var part = new StringBuilder();
        Rune? previous = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (previous is { } before && part.Length > 0 && MayBreak(before, rune))
            {
                yield return part.ToString();
                part.Clear();
            }

            part.Append(rune);
            previous = rune;
        }

        if (part.Length > 0)
        {
            yield return part.ToString();
        }
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (Contains(NotAtStart, after) || Contains(NotAtEnd, before))
        {
            return false;
        }

        return IsHan(before) || IsHan(after) || before.Value == ' ' || after.Value == ' ';
    }

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF00 and <= 0xFFEF) or >= 0x20000;

    private static bool Contains(string set, Rune rune) => rune.IsBmp && set.Contains((char)rune.Value, StringComparison.Ordinal);
}

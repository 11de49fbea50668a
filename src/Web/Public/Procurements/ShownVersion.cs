namespace Market.Web.Public.Procurements;

/// <summary>A version of something published, as a list of named values.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Who">Who published it.</param>
/// <param name="Why">Why it took the place of the one before.</param>
public sealed record ShownVersion(int Number, DateTimeOffset At, string Who, string Why, IReadOnlyList<(string Name, string Value)> Fields);

/// <summary>What differs in one field.</summary>
public sealed record FieldChange(string Name, TextPart Was, TextPart Is)
{
    /// <summary>Shorter values are told apart at a glance and stay whole.</summary>
    private const int ShortestInParts = 24;

    /// <summary>The fields that differ, in their order.</summary>
    public static IReadOnlyList<FieldChange> Between(ShownVersion before, ShownVersion after) =>
        [.. before.Fields.Zip(after.Fields).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => Of(pair.First.Name, pair.First.Value, pair.Second.Value))];

    private static FieldChange Of(string name, string was, string now)
    {
        if (Math.Min(was.Length, now.Length) < ShortestInParts)
        {
            return new FieldChange(name, new TextPart("", was, ""), new TextPart("", now, ""));
        }

        var (shorter, start, end) = (Math.Min(was.Length, now.Length), 0, 0);
        while (start < shorter && was[start] == now[start])
        {
            start++;
        }

        while (end < shorter - start && was[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }

        // Neither half of a character outside the basic plane stands alone.
        start -= start > 0 && char.IsHighSurrogate(was[start - 1]) ? 1 : 0;
        end -= end > 0 && char.IsLowSurrogate(was[^end]) ? 1 : 0;
        return new FieldChange(name, TextPart.Of(was, start, end), TextPart.Of(now, start, end));
    }
}

/// <summary>A text of which the middle differs from another.</summary>
public sealed record TextPart(string Start, string Middle, string End)
{
    internal static TextPart Of(string text, int start, int end) => new(text[..start], text[start..^end], text[^end..]);
}

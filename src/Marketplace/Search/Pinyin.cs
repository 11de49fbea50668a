using System.Collections.Frozen;
using System.Text;

namespace Market.Marketplace.Search;

/// <summary>How Chinese characters are read (汉语拼音), without tones: the usual reading and other common ones, from the Unicode
/// Character Database.</summary>
internal static class Pinyin
{
    /// <summary>A text whose characters can be read in more ways than this is known by the first of them only: 长 in a name has two
    /// readings, five such characters would have thirty-two.</summary>
    private const int MostWays = 4;

    private const string Resource = "pinyin/unihan-readings.txt";

    private static readonly FrozenDictionary<char, (string[] Full, string[] Initials)> Readings = Read();

    /// <summary>The readings of a character, the usual one first; none for what is no Chinese character.</summary>
    public static IReadOnlyList<string> Of(char character) => Readings.TryGetValue(character, out var readings) ? readings.Full : [];

    /// <summary>The ways a text is typed by its first letters: 麓山规划 is <c>lsgh</c>. What is no Chinese character is left out.</summary>
    public static IReadOnlyList<string> Initials(string text) => Ways(text, inFull: false);

    /// <summary>The ways a text is typed in full: <c>lushanguihua</c>.</summary>
    public static IReadOnlyList<string> Full(string text) => Ways(text, inFull: true);

    /// <summary>The usual reading in full, which sorts names as a dictionary does.</summary>
    public static string SortKey(string text)
    {
        var key = new StringBuilder(text.Length * 4);
        foreach (var character in text)
        {
            key.Append(Of(character) is [var usual, ..] ? usual : character).Append(' ');
        }

        return key.ToString();
    }

    private static List<string> Ways(string text, bool inFull)
    {
        // Most characters are read in one way, which is only appended: the names of fifty thousand agencies are spelt at every start.
        List<StringBuilder> ways = [new(text.Length * (inFull ? 4 : 1))];
        foreach (var character in text)
        {
            if (!Readings.TryGetValue(character, out var readings))
            {
                continue;
            }

            var parts = inFull ? readings.Full : readings.Initials;
            if (parts.Length == 1 || ways.Count * parts.Length > MostWays)
            {
                ways.ForEach(way => way.Append(parts[0]));
            }
            else
            {
                ways = [.. ways.SelectMany(way => parts.Select(part => new StringBuilder().Append(way).Append(part)))];
            }
        }

        return ways is [{ Length: 0 }] ? [] : ways.ConvertAll(way => way.ToString());
    }

    private static FrozenDictionary<char, (string[] Full, string[] Initials)> Read()
    {
        using var stream = typeof(Pinyin).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var readings = new Dictionary<char, List<string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line.Split(' ') is not [var syllable, var characters])
            {
                continue;
            }

            // The usual readings stand first in the file, so that they stand first here.
            foreach (var character in characters)
            {
                (readings.TryGetValue(character, out var known) ? known : readings[character] = []).Add(syllable.TrimStart('+'));
            }
        }

        return readings.ToFrozenDictionary(
            pair => pair.Key, pair => (pair.Value.Distinct().ToArray(), pair.Value.Select(reading => reading[..1]).Distinct().ToArray()));
    }
}

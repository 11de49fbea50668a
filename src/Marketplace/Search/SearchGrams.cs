using System.Text;

namespace Market.Marketplace.Search;

/// <summary>Which rows are searched.</summary>
internal enum SearchScope
{
    /// <summary>Agencies by name and credit code.</summary>
    Agencies = 1,

    /// <summary>Service items by name and code.</summary>
    Items = 2,

    /// <summary>Notices of assignments.</summary>
    Notices = 3,

    /// <summary>Procurements.</summary>
    Procurements = 4,
}

/// <summary>Terms from one number to another; from and to are the same for a full pair or triple of characters.</summary>
internal readonly record struct SearchRange(long From, long To);

/// <summary>Cuts texts into overlapping pieces: Chinese into pairs of characters, Latin letters and digits into triples. A word is in a text
/// when all its pieces are; a word shorter than a piece is found as the beginning of one, since the last pieces of a text are padded.</summary>
internal static class SearchGrams
{
    private const int ChineseKind = 1;
    private const int LatinKind = 2;

    /// <summary>What a row with these texts is entered under.</summary>
    /// <param name="spelt">Texts that are also found by their pinyin, in full and by initials.</param>
    /// <param name="initialled">Texts that are also found by their initials.</param>
    public static HashSet<long> Of(SearchScope scope, IEnumerable<string> texts, IEnumerable<string> spelt, IEnumerable<string> initialled)
    {
        var terms = new HashSet<long>();
        foreach (var text in texts)
        {
            AddText(terms, scope, text);
        }

        foreach (var text in spelt)
        {
            AddAll(terms, scope, [.. Pinyin.Initials(text), .. Pinyin.Full(text)]);
        }

        foreach (var text in initialled)
        {
            AddAll(terms, scope, Pinyin.Initials(text));
        }

        return terms;
    }

    /// <summary>What a row must be entered under to contain all the words; empty when nothing in the words can be looked for.</summary>
    public static IReadOnlyList<SearchRange> Wanted(SearchScope scope, string words)
    {
        var wanted = new List<SearchRange>();
        foreach (var (run, isLatin) in Runs(words))
        {
            var size = isLatin ? 3 : 2;
            if (run.Length < size)
            {
                wanted.Add(Beginning(scope, run, isLatin));
                continue;
            }

            for (var at = 0; at + size <= run.Length; at++)
            {
                var term = Pack(scope, run.AsSpan(at, size), isLatin);
                wanted.Add(new SearchRange(term, term));
            }
        }

        return [.. wanted.Distinct()];
    }

    /// <summary>The words as they are looked for: full-width letters made narrow, lower case, without signs.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. Runs(text).Select(run => run.Run)];

    private static void AddAll(HashSet<long> terms, SearchScope scope, IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            AddText(terms, scope, text);
        }
    }

    private static void AddText(HashSet<long> terms, SearchScope scope, string text)
    {
        foreach (var (run, isLatin) in Runs(text))
        {
            var size = isLatin ? 3 : 2;
            for (var at = 0; at < run.Length; at++)
            {
                terms.Add(Pack(scope, run.AsSpan(at, Math.Min(size, run.Length - at)), isLatin));
            }
        }
    }

    private static SearchRange Beginning(SearchScope scope, string run, bool isLatin)
    {
        var from = Pack(scope, run, isLatin);
        var open = isLatin ? 8 * (3 - run.Length) : 16;
        return new SearchRange(from, from | ((1L << open) - 1));
    }

    private static long Pack(SearchScope scope, ReadOnlySpan<char> piece, bool isLatin)
    {
        var (bits, size) = isLatin ? (8, 3) : (16, 2);
        long packed = 0;
        for (var i = 0; i < size; i++)
        {
            packed = (packed << bits) | (i < piece.Length ? piece[i] : '\0');
        }

        return ((long)scope << 40) | ((long)(isLatin ? LatinKind : ChineseKind) << 32) | packed;
    }

    private static IEnumerable<(string Run, bool IsLatin)> Runs(string text)
    {
        // Unpaired halves of surrogate pairs cannot be normalised; such a text is taken as it is.
        var plain = (IsWellFormed(text) ? text.Normalize(NormalizationForm.FormKC) : text).ToLowerInvariant();
        for (var start = 0; start < plain.Length;)
        {
            var kind = KindOf(plain[start]);
            var end = start + 1;
            while (end < plain.Length && KindOf(plain[end]) == kind)
            {
                end++;
            }

            if (kind != 0)
            {
                yield return (plain[start..end], kind == LatinKind);
            }

            start = end;
        }
    }

    private static int KindOf(char character) =>
        char.IsAsciiLetterOrDigit(character) ? LatinKind
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character) ? ChineseKind
        : 0;

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}

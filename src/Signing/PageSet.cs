using System.Globalization;
using System.Text.Json.Serialization;
using Market.Signing.Isolation;

namespace Market.Signing;

/// <summary>Some pages of a document that is not known yet, written as people write them: <c>all</c>, <c>odd</c>,
/// <c>even</c>, or numbers and ranges such as <c>1-3,7,-1</c>, where -1 is the last page and <c>5-</c> means from 5 on.</summary>
[JsonConverter(typeof(WirePageSetConverter))]
public sealed class PageSet
{
    private const int MostRanges = 1000;

    private readonly IReadOnlyList<(int First, int Last)> _ranges;
    private readonly int _step;

    private PageSet(IReadOnlyList<(int First, int Last)> ranges, int step = 1) => (_ranges, _step) = (ranges, step);

    /// <summary>Every page.</summary>
    public static PageSet All { get; } = new([(1, -1)]);

    /// <summary>The first, third, fifth page and so on.</summary>
    public static PageSet Odd { get; } = new([(1, -1)], step: 2);

    /// <summary>The second, fourth page and so on.</summary>
    public static PageSet Even { get; } = new([(2, -1)], step: 2);

    /// <summary>The last page.</summary>
    public static PageSet Last { get; } = new([(-1, -1)]);

    /// <summary>The page of that number; negative counts from the end.</summary>
    public static PageSet One(int page) => new([(page, page)]);

    /// <exception cref="FormatException">The text does not name pages.</exception>
    public static PageSet Parse(string text) => text.Trim().ToLowerInvariant() switch
    {
        "all" => All,
        "odd" => Odd,
        "even" => Even,
        var list when list.Split(',') is { Length: <= MostRanges } parts => new([.. parts.Select(ParseRange)]),
        _ => throw NotPages(text),
    };

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => _step == 1 ? string.Join(',', _ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")))
        : _ranges[0].First == 1 ? "odd" : "even";

    /// <summary>The numbers in ascending order, each once, for a document of so many pages.</summary>
    /// <exception cref="SealRefusedException">A page named does not exist.</exception>
    public IReadOnlyList<int> NumbersIn(int pageCount)
    {
        var numbers = new SortedSet<int>();
        foreach (var (from, to) in _ranges)
        {
            // Every document has a first page, but a document of one page has no even ones.
            if (_step > 1 && from > pageCount)
            {
                continue;
            }

            var (first, last) = (Resolve(from, pageCount), Resolve(to, pageCount));
            for (var number = Math.Min(first, last); number <= Math.Max(first, last); number += _step)
            {
                numbers.Add(number);
            }
        }

        return [.. numbers];
    }

    /// <summary>The number counted from 1.</summary>
    /// <exception cref="SealRefusedException">There is no such page.</exception>
    internal static int Resolve(int page, int pageCount)
    {
        var number = page < 0 ? pageCount + 1L + page : page;
        return number >= 1 && number <= pageCount
            ? (int)number
            : throw new SealRefusedException(SealRefusedException.NoSuchPage, $"There is no page {page}; the last one is {pageCount}.");
    }

    private static (int First, int Last) ParseRange(string text)
    {
        var part = text.Trim();
        var dash = part.Length > 1 ? part.IndexOf('-', 1) : -1;
        var first = ParseNumber(dash < 0 ? part : part[..dash]);
        return (first, dash < 0 ? first : dash == part.Length - 1 ? -1 : ParseNumber(part[(dash + 1)..]));
    }

    private static int ParseNumber(string text) =>
        int.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number != 0 ? number : throw NotPages(text);

    private static FormatException NotPages(string text) => new($"'{text}' does not name pages; write for example all, odd, 1-3,7 or -1.");
}

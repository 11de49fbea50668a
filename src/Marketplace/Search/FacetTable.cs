using Market.Marketplace.Operations;

namespace Market.Marketplace.Search;

/// <summary>A value of a facet that can be chosen, and how many rows would be left.</summary>
public sealed record CountedValue(string Value, int Count, bool IsWanted);

/// <summary>Rows by their values in a few facets, laid out for counting: one look at each row gives the page, the total and all counts. It does not
/// change; the next moment has its own.</summary>
internal sealed class FacetTable
{
    private const int NoValue = -1;
    private const int LargestPage = 100;

    private readonly int _facets;
    private readonly int _rows;
    private readonly int[] _codes;
    private readonly List<string>[] _values;

    /// <param name="rows">The values of each row by facet, the rows in the order in which lists show them.</param>
    public FacetTable(int facets, IReadOnlyCollection<IReadOnlyList<string?>> rows)
    {
        (_facets, _rows, _codes) = (facets, rows.Count, new int[rows.Count * facets]);
        _values = [.. Enumerable.Range(0, facets).Select(_ => new List<string>())];
        var known = Enumerable.Range(0, facets).Select(_ => new Dictionary<string, int>(StringComparer.Ordinal)).ToArray();
        var at = 0;
        foreach (var row in rows)
        {
            for (var facet = 0; facet < facets; facet++)
            {
                _codes[at++] = row[facet] is { } value ? CodeOf(facet, value) : NoValue;
            }
        }

        int CodeOf(int facet, string value)
        {
            if (!known[facet].TryGetValue(value, out var code))
            {
                known[facet][value] = code = _values[facet].Count;
                _values[facet].Add(value);
            }

            return code;
        }
    }

    /// <summary>Looks at every row once. A value is counted as if its own facet were open, under all other conditions.</summary>
    /// <param name="wanted">The value wanted of each facet, or none.</param>
    /// <param name="isIn">Which rows come into question at all; null for every row.</param>
    public FacetPage Find(IReadOnlyList<string?> wanted, Func<int, bool>? isIn, int page, int size)
    {
        var codes = wanted.Select((value, facet) => value is null ? (int?)null : _values[facet].IndexOf(value)).ToArray();
        var counts = _values.Select(values => new int[values.Count]).ToArray();
        var found = new List<int>();
        for (var row = 0; row < _rows; row++)
        {
            if (isIn is not null && !isIn(row))
            {
                continue;
            }

            var (missed, missedFacet) = (0, 0);
            for (var facet = 0; facet < _facets && missed < 2; facet++)
            {
                if (codes[facet] is { } code && _codes[(row * _facets) + facet] != code)
                {
                    (missed, missedFacet) = (missed + 1, facet);
                }
            }

            if (missed == 0)
            {
                found.Add(row);
                for (var facet = 0; facet < _facets; facet++)
                {
                    Count(facet, row);
                }
            }
            else if (missed == 1)
            {
                Count(missedFacet, row);
            }
        }

        var shown = Math.Clamp(size, 1, LargestPage);
        var number = Math.Clamp(page, 1, Math.Max(1, (found.Count + shown - 1) / shown));
        return new FacetPage(
            new PagedList<int>([.. found.Skip((number - 1) * shown).Take(shown)], found.Count, number, shown),
            [.. counts.Select((facet, index) => (IReadOnlyList<CountedValue>)[.. ValuesOf(index, facet, wanted[index])])]);

        void Count(int facet, int row)
        {
            if (_codes[(row * _facets) + facet] is >= 0 and var code)
            {
                counts[facet][code]++;
            }
        }
    }

    // A value that nothing has is still a condition, and can be taken away.
    private IEnumerable<CountedValue> ValuesOf(int facet, int[] counts, string? wanted)
    {
        var known = _values[facet].Select((value, code) => new CountedValue(value, counts[code], value == wanted)).Where(value => value.Count > 0 || value.IsWanted);
        return wanted is null || _values[facet].Contains(wanted) ? known : known.Append(new CountedValue(wanted, 0, true));
    }
}

/// <summary>Places of one page of rows, and the counted values of each facet.</summary>
internal sealed record FacetPage(PagedList<int> Rows, IReadOnlyList<IReadOnlyList<CountedValue>> Facets);

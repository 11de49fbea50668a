using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Search;

namespace Market.Marketplace.Agencies.Window;

/// <summary>The agencies of one moment, laid out for searching: a set of places for every facet value and a list of places for every order, so
/// that a search is a few intersections, whatever it asks.</summary>
internal sealed class AgencyIndex
{
    /// <summary>Figures of less than so many results prove little: such agencies come after the others where figures decide.</summary>
    private const int FewResults = 3;

    private const int LargestPage = 100;

    private readonly AgencyEntry[] _entries;
    private readonly Bits _all;
    private readonly Dictionary<(AgencyFacet Facet, string Value), Bits> _sets = [];
    private readonly Dictionary<AgencyFacet, List<string>> _values = [];
    private readonly Dictionary<AgencyOrder, int[]> _orders = [];
    private readonly Dictionary<string, string> _itemNames;

    public AgencyIndex(IEnumerable<AgencyEntry> entries, IReadOnlyList<ServiceItemTerms> items, DateOnly day)
    {
        Day = day;
        // Who has left the market is not in its window; old addresses still lead to its page.
        _entries = [.. entries.Where(entry => entry.Status is AgencyStatus.Admitted or AgencyStatus.Suspended)];
        _all = Bits.Full(_entries.Length);
        _itemNames = items.ToDictionary(item => item.Code, item => item.Name);
        var facets = new AgencyFacets(items, day);
        for (var place = 0; place < _entries.Length; place++)
        {
            foreach (var value in facets.Of(_entries[place]))
            {
                if (!_sets.TryGetValue(value, out var set))
                {
                    _sets[value] = set = new Bits(_entries.Length);
                }

                set.Add(place);
            }
        }

        foreach (var group in _sets.Keys.GroupBy(value => value.Facet))
        {
            _values[group.Key] = AgencyFacets.ThresholdsOf(group.Key) is { Count: > 0 } thresholds
                ? [.. thresholds]
                : [.. group.Select(value => value.Value).Order(StringComparer.Ordinal)];
        }

        AddOrders();
    }

    public DateOnly Day { get; }

    public AgencyFindings Find(AgencySearch search)
    {
        var wanted = (search.Wanted ?? new Dictionary<AgencyFacet, string>()).Where(pair => pair.Value.Length > 0)
            .ToDictionary(pair => pair.Key, pair => SetOf(pair.Key, pair.Value, search));
        var words = SearchGrams.Words(search.Words ?? "");
        var byWords = string.IsNullOrWhiteSpace(search.Words) ? _all : Containing(words);
        var found = wanted.Values.Aggregate(byWords, (left, right) => left & right);
        var facets = Enum.GetValues<AgencyFacet>().Select(facet => new FacetValues(facet, ValuesOf(facet, search, Others(facet)))).ToList();

        var total = found.Count();
        var size = Math.Clamp(search.Size, 1, LargestPage);
        var page = Math.Clamp(search.Page, 1, Math.Max(1, (total + size - 1) / size));
        var rows = _orders[search.Order].Where(place => found[place]).Skip((page - 1) * size).Take(size).Select(place => _entries[place].ToCard(Day)).ToList();
        return new AgencyFindings(new PagedList<AgencyCard>(rows, total, page, size), facets);

        // A value is counted as if its own facet were open: the reader sees where a change of mind leads.
        Bits Others(AgencyFacet facet) =>
            wanted.Where(pair => pair.Key != facet && !(facet == AgencyFacet.Qualification && pair.Key == AgencyFacet.Grade))
                .Aggregate(byWords, (left, pair) => left & pair.Value);
    }

    /// <summary>The agencies with these ids, in that order.</summary>
    public IReadOnlyList<AgencyCard> Cards(IReadOnlyList<Guid> ids) =>
        [.. ids.Distinct().Select(id => Array.Find(_entries, entry => entry.Id == id)).OfType<AgencyEntry>().Select(entry => entry.ToCard(Day))];

    private List<FacetValue> ValuesOf(AgencyFacet facet, AgencySearch search, Bits others)
    {
        var now = search.Wanted?.GetValueOrDefault(facet) ?? "";
        var category = search.Wanted?.GetValueOrDefault(AgencyFacet.Qualification);
        var values = new List<FacetValue>();
        foreach (var value in _values.GetValueOrDefault(facet) ?? [])
        {
            // Grades are shown of the category that was chosen, or of all alike.
            if (facet == AgencyFacet.Grade && value.Contains('|', StringComparison.Ordinal))
            {
                continue;
            }

            var count = SetOf(facet, value, search).CountWith(others);
            if (count > 0 || value == now)
            {
                values.Add(new FacetValue(value, NameOf(facet, value), count, value == now));
            }
        }

        return facet is AgencyFacet.Region or AgencyFacet.Qualification or AgencyFacet.Grade ? [.. values.OrderByDescending(value => value.Count)] : values;
    }

    private Bits SetOf(AgencyFacet facet, string value, AgencySearch search)
    {
        if (facet == AgencyFacet.Grade && search.Wanted?.GetValueOrDefault(AgencyFacet.Qualification) is { Length: > 0 } category)
        {
            value = AgencyFacets.GradeOf(category, value);
        }

        return _sets.GetValueOrDefault((facet, value)) ?? new Bits(_entries.Length);
    }

    private string? NameOf(AgencyFacet facet, string value) => facet switch
    {
        AgencyFacet.Item => _itemNames.GetValueOrDefault(value),
        AgencyFacet.Region => Regions.ProvinceOf(value),
        _ => null,
    };

    private Bits Containing(IReadOnlyList<string> words)
    {
        var found = new Bits(_entries.Length);
        for (var place = 0; words.Count > 0 && place < _entries.Length; place++)
        {
            if (_entries[place].Contains(words))
            {
                found.Add(place);
            }
        }

        return found;
    }

    private void AddOrders()
    {
        Add(AgencyOrder.Name, [.. _entries.Select(entry => entry.SortKey)], StringComparer.Ordinal);
        Add(AgencyOrder.Newest, [.. _entries.Select(entry => -entry.AdmittedAt.UtcTicks)]);
        Add(AgencyOrder.Done, [.. _entries.Select(entry => -(long)entry.Record.Done)]);
        Add(AgencyOrder.OnTime, [.. _entries.Select(entry => ByShare(entry.Record.OnTime, entry.Record.Done))]);
        Add(AgencyOrder.FirstPass, [.. _entries.Select(entry => ByShare(entry.Record.FirstPass, entry.Record.Done))]);
        Add(AgencyOrder.Rating, [.. _entries.Select(entry => ByShare(entry.Tally.RatingTenths, entry.Tally.Ratings))]);
        Add(AgencyOrder.Price, [.. _entries.Select(entry => entry.AveragePrice is { } price ? (long)(price * 1_000_000) : long.MaxValue)]);
        Add(AgencyOrder.Balanced, [.. _entries.Select(entry => ((long)CreditGrades.Of(entry.Score) << 32) | ShuffledOn(Day, entry.Id))]);
    }

    private static long ByShare(int good, int all) =>
        all == 0 ? long.MaxValue : (all < FewResults ? 1L << 48 : 0) - (((long)good << 32) / all) - Math.Min(all, 10_000);

    private void Add<TKey>(AgencyOrder order, TKey[] keys, IComparer<TKey>? comparer = null)
    {
        var places = Enumerable.Range(0, _entries.Length).ToArray();
        Array.Sort(keys, places, comparer);
        _orders[order] = places;
    }

    /// <summary>The same for everybody on one day, another on the next (FNV-1a of the day and the id).</summary>
    private static uint ShuffledOn(DateOnly day, Guid id)
    {
        Span<byte> bytes = stackalloc byte[20];
        BitConverter.TryWriteBytes(bytes, day.DayNumber);
        id.TryWriteBytes(bytes[4..]);
        var hash = 2166136261;
        foreach (var part in bytes)
        {
            hash = unchecked((hash ^ part) * 16777619);
        }

        return hash;
    }
}

using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Search;

namespace Market.Marketplace.Agencies.Window;

/// <summary>The agencies of one moment, laid out for searching: a set of places for every facet value and a list of places for every order, so
/// that a search is a few intersections, whatever it asks. It does not change: the next moment has its own, which shares what stayed.</summary>
internal sealed class AgencyIndex
{
    /// <summary>How many agencies may come in before the layout is made again.</summary>
    private const int Room = 1024;

    private const int LargestPage = 100;

    private readonly AgencyEntry?[] _entries;
    private readonly Dictionary<Guid, int> _places;
    private readonly Bits _all;
    private readonly Dictionary<(AgencyFacet Facet, string Value), Bits> _sets;
    private readonly Dictionary<AgencyFacet, List<string>> _values = [];
    private readonly Dictionary<AgencyOrder, int[]> _orders = [];
    private readonly Dictionary<string, string> _itemNames;
    private readonly AgencyFacets _facets;

    /// <summary>Lays out all agencies.</summary>
    public AgencyIndex(IEnumerable<AgencyEntry> entries, IReadOnlyList<ServiceItemTerms> items, DateOnly day)
    {
        Day = day;
        AgencyEntry[] shown = [.. entries.Where(IsShown).OrderBy(entry => entry.Id)];
        _entries = new AgencyEntry?[shown.Length + Room];
        shown.CopyTo(_entries, 0);
        _places = Enumerable.Range(0, shown.Length).ToDictionary(place => shown[place].Id);
        _all = Bits.Full(shown.Length, _entries.Length);
        _itemNames = items.ToDictionary(item => item.Code, item => item.Name);
        _facets = new AgencyFacets(items, day);
        _sets = [];
        for (var place = 0; place < shown.Length; place++)
        {
            foreach (var value in _facets.Of(shown[place]))
            {
                if (!_sets.TryGetValue(value, out var set))
                {
                    _sets[value] = set = new Bits(_entries.Length);
                }

                set.Add(place);
            }
        }

        ListValues();
        var (ordering, places) = (new AgencyOrdering(_entries, day), Enumerable.Range(0, shown.Length).ToArray());
        foreach (var order in Enum.GetValues<AgencyOrder>())
        {
            _orders[order] = ordering.Sort(order, places);
        }
    }

    private AgencyIndex(AgencyIndex before, IReadOnlyList<AgencyEntry> changed)
    {
        (Day, _itemNames, _facets) = (before.Day, before._itemNames, before._facets);
        (_entries, _places, _all) = ((AgencyEntry?[])before._entries.Clone(), before._places, before._all.Clone());
        (_sets, var own) = (new(before._sets), new HashSet<(AgencyFacet, string)>());
        var (moved, present) = (new HashSet<int>(), new List<int>());
        foreach (var entry in changed)
        {
            if (!_places.TryGetValue(entry.Id, out var place))
            {
                if (!IsShown(entry))
                {
                    continue;
                }

                // Readers of the index before still look into its own.
                _places = ReferenceEquals(_places, before._places) ? new(before._places) : _places;
                _places[entry.Id] = place = _places.Count;
            }

            var (old, now) = (ValuesOf(_entries[place]), ValuesOf(IsShown(entry) ? entry : null));
            foreach (var value in old.Except(now))
            {
                OwnSet(value).Remove(place);
            }

            foreach (var value in now.Except(old))
            {
                OwnSet(value).Add(place);
            }

            _entries[place] = IsShown(entry) ? entry : null;
            moved.Add(place);
            if (IsShown(entry))
            {
                present.Add(place);
                _all.Add(place);
            }
            else
            {
                _all.Remove(place);
            }
        }

        ListValues();
        var ordering = new AgencyOrdering(_entries, Day);
        foreach (var (order, places) in before._orders)
        {
            _orders[order] = ordering.Renew(order, places, moved, present);
        }

        HashSet<(AgencyFacet, string)> ValuesOf(AgencyEntry? entry) => entry is null ? [] : [.. _facets.Of(entry)];

        Bits OwnSet((AgencyFacet, string) value)
        {
            if (own.Add(value))
            {
                _sets[value] = _sets.TryGetValue(value, out var shared) ? shared.Clone() : new Bits(_entries.Length);
            }

            return _sets[value];
        }
    }

    public DateOnly Day { get; }

    /// <summary>The index after some agencies changed or came in; none when there is no room left for those that came in.</summary>
    /// <param name="changed">Each agency once, as it is now.</param>
    public AgencyIndex? With(IReadOnlyList<AgencyEntry> changed) =>
        _places.Count + changed.Count(entry => !_places.ContainsKey(entry.Id)) <= _entries.Length ? new AgencyIndex(this, changed) : null;

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
        var rows = _orders[search.Order].Where(place => found[place]).Skip((page - 1) * size).Take(size).Select(place => _entries[place]!.ToCard(Day)).ToList();
        return new AgencyFindings(new PagedList<AgencyCard>(rows, total, page, size), facets);

        // A value is counted as if its own facet were open: the reader sees where a change of mind leads.
        Bits Others(AgencyFacet facet) =>
            wanted.Where(pair => pair.Key != facet && !(facet == AgencyFacet.Qualification && pair.Key == AgencyFacet.Grade))
                .Aggregate(byWords, (left, pair) => left & pair.Value);
    }

    /// <summary>The agencies with these ids, in that order.</summary>
    public IReadOnlyList<AgencyCard> Cards(IReadOnlyList<Guid> ids) =>
        [.. ids.Distinct().Where(_places.ContainsKey).Select(id => _entries[_places[id]]).OfType<AgencyEntry>().Select(entry => entry.ToCard(Day))];

    // Who has left the market is not in its window; old addresses still lead to its page.
    private static bool IsShown(AgencyEntry entry) => entry.Status is AgencyStatus.Admitted or AgencyStatus.Suspended;

    private void ListValues()
    {
        foreach (var group in _sets.Keys.GroupBy(value => value.Facet))
        {
            _values[group.Key] = AgencyFacets.ThresholdsOf(group.Key) is { Count: > 0 } thresholds
                ? [.. thresholds]
                : [.. group.Select(value => value.Value).Order(StringComparer.Ordinal)];
        }
    }

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
            if (_entries[place]?.Contains(words) == true)
            {
                found.Add(place);
            }
        }

        return found;
    }
}

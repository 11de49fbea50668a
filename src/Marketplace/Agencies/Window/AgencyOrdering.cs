namespace Market.Marketplace.Agencies.Window;

/// <summary>The places of an index in every order. Who is equal stands by id, so that there is one order and
/// it can be renewed in part.</summary>
internal sealed class AgencyOrdering(IReadOnlyList<AgencyEntry?> entries, DateOnly day)
{
    /// <summary>Figures of less than so many results prove little: such agencies come after the others where figures decide.</summary>
    private const int FewResults = 3;

    /// <summary>All places in an order, sorted at once.</summary>
    /// <param name="places">By the ids of who is there.</param>
    public int[] Sort(AgencyOrder order, int[] places)
    {
        var sorted = (int[])places.Clone();
        if (order == AgencyOrder.Name)
        {
            SortBy(Array.ConvertAll(sorted, place => entries[place]!.SortKey), sorted, StringComparer.Ordinal);
        }
        else
        {
            SortBy(Array.ConvertAll(sorted, place => KeyOf(order, entries[place]!)), sorted, Comparer<long>.Default);
        }

        return sorted;
    }

    /// <summary>An order in which some places are put anew, by the present entries; the others stay as they were.</summary>
    /// <param name="old">The order before.</param>
    /// <param name="moved">Places that are taken out where they are.</param>
    /// <param name="present">Those of them that are put in again, and new ones.</param>
    public int[] Renew(AgencyOrder order, int[] old, IReadOnlySet<int> moved, IEnumerable<int> present)
    {
        var kept = Array.FindAll(old, place => !moved.Contains(place));
        var coming = present.ToArray();
        Array.Sort(coming, (left, right) => Compare(order, left, right));
        var renewed = new int[kept.Length + coming.Length];
        var (from, at) = (0, 0);
        foreach (var place in coming)
        {
            var before = FirstAfter(order, kept, from, place);
            kept.AsSpan(from, before - from).CopyTo(renewed.AsSpan(at));
            at += before - from;
            renewed[at++] = place;
            from = before;
        }

        kept.AsSpan(from).CopyTo(renewed.AsSpan(at));
        return renewed;
    }

    private static void SortBy<TKey>(TKey[] keys, int[] places, IComparer<TKey> comparer)
    {
        Array.Sort(keys, places, comparer);
        for (var start = 0; start < places.Length;)
        {
            var end = start + 1;
            while (end < places.Length && comparer.Compare(keys[start], keys[end]) == 0)
            {
                end++;
            }

            Array.Sort(places, start, end - start);
            start = end;
        }
    }

    private int FirstAfter(AgencyOrder order, int[] kept, int from, int place)
    {
        var (low, high) = (from, kept.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Compare(order, kept[middle], place) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int Compare(AgencyOrder order, int left, int right)
    {
        var (first, second) = (entries[left]!, entries[right]!);
        var compared = order == AgencyOrder.Name
            ? StringComparer.Ordinal.Compare(first.SortKey, second.SortKey)
            : KeyOf(order, first).CompareTo(KeyOf(order, second));
        return compared != 0 ? compared : first.Id.CompareTo(second.Id);
    }

    private long KeyOf(AgencyOrder order, AgencyEntry entry) => order switch
    {
        AgencyOrder.Newest => -entry.AdmittedAt.UtcTicks,
        AgencyOrder.Done => -(long)entry.Record.Done,
        AgencyOrder.OnTime => ByShare(entry.Record.OnTime, entry.Record.Done),
        AgencyOrder.FirstPass => ByShare(entry.Record.FirstPass, entry.Record.Done),
        AgencyOrder.Rating => ByShare(entry.Tally.RatingTenths, entry.Tally.Ratings),
        AgencyOrder.Price => entry.AveragePrice is { } price ? (long)(price * 1_000_000) : long.MaxValue,
        AgencyOrder.Balanced => ((long)CreditGrades.Of(entry.Score) << 32) | ShuffledOn(day, entry.Id),
        AgencyOrder.Name => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private static long ByShare(int good, int all) =>
        all == 0 ? long.MaxValue : (all < FewResults ? 1L << 48 : 0) - (((long)good << 32) / all) - Math.Min(all, 10_000);

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

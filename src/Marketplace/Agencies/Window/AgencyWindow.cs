using Market.Marketplace.Calendars;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Agencies.Window;

/// <summary>Holds the agencies in memory for searching, and follows the database: at once what this process saves, within seconds what others do.
/// It holds what everybody may read and nothing else.</summary>
public sealed class AgencyWindow(IServiceScopeFactory scopes, TimeProvider clock, AgencyWindowBell bell, MarketplaceOptions options) : IDisposable
{
    private const int MostReadOneByOne = 500;

    /// <summary>How old a window may be before other processes are asked about.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>How far the clocks of several machines may be apart and how long a transaction may take, together.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Dictionary<Guid, AgencyEntry> _entries = [];
    private Task _refresh = Task.CompletedTask;
    private TimeSpan _laidOutIn;
    private volatile State? _state;

    /// <summary>Reads all agencies before anybody asks, so that the first reader after a start does not wait for them.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> PrepareAsync(CancellationToken ct = default)
    {
        await RefreshOnceAsync().WaitAsync(ct);
        return _entries.Count;
    }

    /// <summary>The agencies of now.</summary>
    internal async Task<AgencyIndex> GetAsync(CancellationToken ct)
    {
        if (_state is { } state && !IsStale(state))
        {
            return state.Index;
        }

        var refresh = CatchUpAsync(bell.Count);
        if (_state is null || _state.Index.Day != Today)
        {
            // What ended yesterday is never shown as in force today.
            await refresh.WaitAsync(ct);
        }
        else
        {
            await Task.WhenAny(refresh, Task.Delay(options.SearchPatience, clock, ct));
        }

        return _state!.Index;
    }

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private DateOnly Today => ChinaTime.DayOf(clock.GetUtcNow());

    private bool IsStale(State state) =>
        state.Rung != bell.Count || clock.GetElapsedTime(state.ReadAt) > Freshness || state.Index.Day != Today;

    /// <summary>A reading that is under way may have begun before what was saved last: then there is another.</summary>
    private async Task CatchUpAsync(long rung)
    {
        do
        {
            await RefreshOnceAsync();
        }
        while (_state!.Rung < rung);
    }

    private Task RefreshOnceAsync()
    {
        lock (_entries)
        {
            return _refresh.IsCompleted ? _refresh = Task.Run(RefreshAsync) : _refresh;
        }
    }

    private async Task RefreshAsync()
    {
        await _reading.WaitAsync();
        try
        {
            var (rung, started) = (bell.Count, clock.GetTimestamp());
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
            var now = clock.GetUtcNow();
            var (day, last) = (ChinaTime.DayOf(now), _state);
            var items = await db.ServiceItemsFor(Actor.Public).AsNoTracking().OrderBy(item => item.Code).Select(item => item.Terms).ToListAsync();
            var changed = await ReadChangesAsync(db, last?.AsOf);
            var isSameLayout = last is not null && changed is not null && last.Index.Day == day && SameItems(items, last.Items);
            var index = !isSameLayout ? null : changed!.Count == 0 ? last!.Index : last!.Index.With(changed);
            if (index is null)
            {
                index = new AgencyIndex(_entries.Values, items, day);
                _laidOutIn = clock.GetElapsedTime(started);
            }

            _state = new State(index, items, rung, started, now);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The agencies that changed since the database was last read; none when all were read again.</summary>
    private async Task<List<AgencyEntry>?> ReadChangesAsync(MarketplaceDbContext db, DateTimeOffset? asOf)
    {
        if (asOf is null)
        {
            await ReadAsync(db, null);
            return null;
        }

        var since = asOf.Value - Overlap;
        var recent = await db.AgencyTallies.AsNoTracking().Where(tally => tally.ChangedAt >= since)
            .Select(tally => new { tally.AgencyId, tally.ChangedAt }).ToListAsync();
        var ids = recent.Where(tally => _entries.GetValueOrDefault(tally.AgencyId)?.Tally.ChangedAt != tally.ChangedAt).Select(tally => tally.AgencyId).ToList();
        if (ids.Count > MostReadOneByOne)
        {
            // Where all take long to read, readers get more of the processor than that does.
            if (clock.GetElapsedTime(_state!.ReadAt) is var age && _laidOutIn > options.SearchPatience && age < _laidOutIn)
            {
                await Task.Delay(_laidOutIn - age, clock);
            }

            await ReadAsync(db, null);
            return null;
        }

        return ids.Count == 0 ? [] : await ReadAsync(db, ids);
    }

    private async Task<List<AgencyEntry>> ReadAsync(MarketplaceDbContext db, List<Guid>? only)
    {
        var agencies = only is null ? db.AgenciesFor(Actor.Public).AsNoTracking() : db.AgenciesFor(Actor.Public).AsNoTracking().Where(agency => only.Contains(agency.Id));
        var held = only is null ? db.Set<Qualification>().AsNoTracking() : db.Set<Qualification>().AsNoTracking().Where(row => only.Contains(row.AgencyId));
        var licences = (await held.ToListAsync()).ToLookup(row => row.AgencyId);
        var rows = await agencies.Join(db.AgencyTallies.AsNoTracking(), agency => agency.Id, tally => tally.AgencyId, (agency, tally) => new
        {
            agency.Id,
            agency.Name,
            agency.CreditCode,
            agency.Status,
            agency.RegionCode,
            agency.Address,
            agency.AdmittedAt,
            Tally = tally,
        }).ToListAsync();

        // Names are spelt in pinyin, which takes longer than reading them.
        var read = rows.AsParallel().AsOrdered().Select(row => new AgencyEntry(
            row.Id, row.Name, row.CreditCode, row.Status, row.RegionCode, row.Address, row.AdmittedAt,
            [.. licences[row.Id].OrderBy(licence => licence.Id)], row.Tally)).ToList();
        foreach (var entry in read)
        {
            _entries[entry.Id] = entry;
        }

        return read;
    }

    private static bool SameItems(List<ServiceItemTerms> left, IReadOnlyList<ServiceItemTerms> right) =>
        left.Count == right.Count && left.Zip(right).All(pair =>
            pair.First.Code == pair.Second.Code && pair.First.Name == pair.Second.Name && pair.First.RequiredQualification.Text == pair.Second.RequiredQualification.Text
            && pair.First.RequiredQualification.Options.SequenceEqual(pair.Second.RequiredQualification.Options));

    /// <param name="ReadAt">By the clock that only runs forward.</param>
    /// <param name="AsOf">What was saved before it, and a little more, has been read.</param>
    private sealed record State(AgencyIndex Index, IReadOnlyList<ServiceItemTerms> Items, long Rung, long ReadAt, DateTimeOffset AsOf);
}

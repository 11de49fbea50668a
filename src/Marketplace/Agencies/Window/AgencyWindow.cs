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

    /// <summary>Clocks of several machines are no further apart, and no transaction takes longer.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Dictionary<Guid, AgencyEntry> _entries = [];
    private Task _refresh = Task.CompletedTask;
    private volatile State? _state;

    /// <summary>The agencies of now.</summary>
    internal async Task<AgencyIndex> GetAsync(CancellationToken ct)
    {
        if (_state is { } state && !IsStale(state))
        {
            return state.Index;
        }

        var refresh = RefreshOnceAsync();
        if (_state is null || _state.Index.Day != Today)
        {
            // What ended yesterday is never shown as in force today.
            await refresh.WaitAsync(ct);
        }
        else if (_state.Took < options.SearchPatience)
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
            // Where an index takes long to build, readers get more of the processor than its renewal does.
            if (_state is { } last && last.Took > options.SearchPatience && clock.GetElapsedTime(last.ReadAt) is var age && age < last.Took * 4)
            {
                await Task.Delay((last.Took * 4) - age, clock);
            }

            var (rung, started) = (bell.Count, clock.GetTimestamp());
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
            var now = clock.GetUtcNow();
            var changed = await ReadChangesAsync(db);
            var items = await db.ServiceItemsFor(Actor.Public).AsNoTracking().OrderBy(item => item.Code).Select(item => item.Terms).ToListAsync();
            var day = ChinaTime.DayOf(now);
            if (changed || _state is null || _state.Index.Day != day || !SameItems(items, _state.Items))
            {
                var index = new AgencyIndex(_entries.Values, items, day);
                _state = new State(index, items, rung, started, clock.GetElapsedTime(started));
            }
            else
            {
                _state = _state with { Rung = rung, ReadAt = started };
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<bool> ReadChangesAsync(MarketplaceDbContext db)
    {
        if (_entries.Count == 0)
        {
            await ReadAsync(db, null);
            return true;
        }

        var since = _entries.Values.Max(entry => entry.Tally.ChangedAt) - Overlap;
        var recent = await db.AgencyTallies.AsNoTracking().Where(tally => tally.ChangedAt >= since)
            .Select(tally => new { tally.AgencyId, tally.ChangedAt }).ToListAsync();
        var ids = recent.Where(tally => _entries.GetValueOrDefault(tally.AgencyId)?.Tally.ChangedAt != tally.ChangedAt).Select(tally => tally.AgencyId).ToList();
        if (ids.Count > 0)
        {
            await ReadAsync(db, ids.Count <= MostReadOneByOne ? ids : null);
        }

        return ids.Count > 0;
    }

    private async Task ReadAsync(MarketplaceDbContext db, List<Guid>? only)
    {
        var agencies = db.AgenciesFor(Actor.Public).AsNoTracking().Where(agency => only == null || only.Contains(agency.Id));
        var licences = (await agencies.SelectMany(agency => agency.Qualifications).ToListAsync()).ToLookup(held => held.AgencyId);
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
        foreach (var row in rows)
        {
            _entries[row.Id] = new AgencyEntry(
                row.Id, row.Name, row.CreditCode, row.Status, row.RegionCode, row.Address, row.AdmittedAt,
                [.. licences[row.Id].OrderBy(held => held.Id)], row.Tally);
        }
    }

    private static bool SameItems(List<ServiceItemTerms> left, IReadOnlyList<ServiceItemTerms> right) =>
        left.Count == right.Count && left.Zip(right).All(pair =>
            pair.First.Code == pair.Second.Code && pair.First.Name == pair.Second.Name && pair.First.RequiredQualification.Text == pair.Second.RequiredQualification.Text
            && pair.First.RequiredQualification.Options.SequenceEqual(pair.Second.RequiredQualification.Options));

    private sealed record State(AgencyIndex Index, IReadOnlyList<ServiceItemTerms> Items, long Rung, long ReadAt, TimeSpan Took);
}

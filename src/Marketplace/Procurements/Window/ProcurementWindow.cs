using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Procurements.Window;

/// <summary>Holds what lists narrow published procurements down by in memory, and follows the database before every search: an ended procurement
/// does not change any more, so that only the versions of running ones and of those published lately are asked for.
/// It holds what everybody may read and nothing else.</summary>
public sealed class ProcurementWindow(IServiceScopeFactory scopes, TimeProvider clock) : IDisposable
{
    private const int MostReadOneByOne = 500;

    /// <summary>How far the clocks of several machines may be apart and how long a transaction may take, together.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(2);

    private static readonly ProcurementStatus[] Ended = [.. Enum.GetValues<ProcurementStatus>().Where(ProcurementLifecycle.IsEnd)];
    private static readonly ProcurementStatus[] Running =
        [.. Enum.GetValues<ProcurementStatus>().Where(status => status != ProcurementStatus.Draft && !ProcurementLifecycle.IsEnd(status))];

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _waiting = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    private Task<State>? _next;
    private State? _state;

    /// <summary>The procurements as the database has them now. Who comes while it is being asked waits for the next asking, together with all
    /// others who came meanwhile.</summary>
    internal Task<State> GetAsync(CancellationToken ct)
    {
        lock (_waiting)
        {
            return (_next ??= Task.Run(RefreshAsync, CancellationToken.None)).WaitAsync(ct);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    private async Task<State> RefreshAsync()
    {
        await _reading.WaitAsync();
        try
        {
            lock (_waiting)
            {
                _next = null;
            }

            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
            var now = clock.GetUtcNow();
            if (await ReadChangesAsync(db, _state?.AsOf) || _state is null)
            {
                Entry[] shown = [.. _entries.Values.OrderByDescending(entry => entry.PublishedAt).ThenByDescending(entry => entry.Id)];
                var names = shown.GroupBy(entry => entry.ItemCode).ToDictionary(item => item.Key, item => item.First().ItemName);
                _state = new State([.. shown.Select(entry => entry.Id)], [.. shown.Select(entry => entry.Key)], names, new FacetTable(Facets, [.. shown.Select(entry => entry.Values)]), now);
            }

            return _state = _state with { AsOf = now };
        }
        finally
        {
            _reading.Release();
        }
    }

    private static int Facets => Enum.GetValues<ProcurementFacet>().Length;

    private async Task<bool> ReadChangesAsync(MarketplaceDbContext db, DateTimeOffset? asOf)
    {
        var published = db.ProcurementsFor(Actor.Public).AsNoTracking();
        if (asOf is null)
        {
            await ReadAsync(db, published, null);
            return true;
        }

        var since = asOf.Value - Overlap;
        var seen = await published.Where(row => Running.Contains(row.Status)).Select(row => new { row.Id, row.Version }).ToListAsync();
        seen.AddRange(await published.Where(row => Ended.Contains(row.Status) && row.PublishedAt >= since).Select(row => new { row.Id, row.Version }).ToListAsync());
        var present = seen.Select(row => row.Id).ToHashSet();
        HashSet<Guid> changed =
        [
            .. seen.Where(row => _entries.GetValueOrDefault(row.Id)?.Version != row.Version).Select(row => row.Id),
            .. _entries.Values.Where(entry => entry.IsRunning && !present.Contains(entry.Id)).Select(entry => entry.Id),
        ];
        if (changed.Count > 0)
        {
            await ReadAsync(db, changed.Count > MostReadOneByOne ? published : published.Where(row => changed.Contains(row.Id)), changed.Count > MostReadOneByOne ? null : changed);
        }

        return changed.Count > 0;
    }

    private async Task ReadAsync(MarketplaceDbContext db, IQueryable<Procurement> wanted, HashSet<Guid>? only)
    {
        var rows = await wanted.Select(row => new
        {
            row.Id,
            row.Version,
            row.Status,
            row.ServiceItemCode,
            row.ServiceItemName,
            row.Terms,
            PublishedAt = row.PublishedAt ?? row.CreatedAt,
            Key = EF.Property<long>(row, SearchKey.Column),
        }).ToListAsync();
        var projects = rows.Select(row => row.Terms.ProjectId).ToHashSet();
        var regions = await (only is null ? db.Projects : db.Projects.Where(project => projects.Contains(project.Id)))
            .Select(project => new { project.Id, project.RegionCode }).ToDictionaryAsync(project => project.Id, project => project.RegionCode);
        foreach (var row in rows)
        {
            var region = regions.GetValueOrDefault(row.Terms.ProjectId, "");
            _entries[row.Id] = new Entry(
                row.Id, row.Version, row.Key, row.PublishedAt, !ProcurementLifecycle.IsEnd(row.Status), row.ServiceItemCode, row.ServiceItemName,
                [row.ServiceItemCode, Regions.ProvinceOf(region) is null ? null : region[..2], row.Terms.Method.ToString(), row.Status.ToString(), PriceBands.Of(row.Terms.HighestAmount)]);
        }
    }

    /// <summary>The published procurements of one moment, the newest first.</summary>
    /// <param name="AsOf">What was saved before it, and a little more, has been read.</param>
    internal sealed record State(Guid[] Ids, long[] Keys, IReadOnlyDictionary<string, string> ItemNames, FacetTable Table, DateTimeOffset AsOf);

    /// <param name="Values">By facet, in the order of <see cref="ProcurementFacet"/>.</param>
    private sealed record Entry(
        Guid Id, long Version, long Key, DateTimeOffset PublishedAt, bool IsRunning, string ItemCode, string ItemName, IReadOnlyList<string?> Values);
}

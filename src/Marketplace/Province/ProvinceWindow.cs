using System.Globalization;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Province;

/// <summary>By what the province's records are narrowed down, within one kind.</summary>
public enum ProvinceFacet
{
    /// <summary>地区: the province in which the agency is registered.</summary>
    Region,

    /// <summary>年份 of the decision.</summary>
    Year,

    /// <summary>机构.</summary>
    Agency,

    /// <summary>中选金额 in bands, or 信用等级.</summary>
    Measure,
}

/// <summary>Holds what the province's records are narrowed down by in memory. They change by imports only, so that the newest import tells whether
/// they are to be read again.</summary>
public sealed class ProvinceWindow(IServiceScopeFactory scopes) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile State? _state;

    /// <inheritdoc />
    public void Dispose() => _reading.Dispose();

    internal async Task<State> GetAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>();
        var newest = await db.ProvinceImports.AsNoTracking().OrderByDescending(row => row.Id).Select(row => (Guid?)row.Id).FirstOrDefaultAsync(ct);
        if (_state is { } state && state.Import == newest)
        {
            return state;
        }

        await _reading.WaitAsync(ct);
        try
        {
            return _state is { } read && read.Import == newest ? read : _state = await ReadAsync(db, newest, ct);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static async Task<State> ReadAsync(MarketplaceDbContext db, Guid? import, CancellationToken ct)
    {
        var found =
            from record in db.ProvinceRecords.AsNoTracking()
            join holder in db.AgenciesFor(Actor.Public) on record.AgencyId equals holder.Id
            orderby record.On descending, record.Reference, record.Id
            select new { record.Id, record.Kind, record.AgencyId, holder.Name, holder.RegionCode, record.On, record.Text, record.Value };
        var rows = await found.ToListAsync(ct);
        return new State(
            import,
            Enum.GetValues<ProvinceRecordKind>().ToDictionary(kind => kind, kind =>
            {
                var ofKind = rows.Where(row => row.Kind == kind).ToList();
                return new Kind([.. ofKind.Select(row => row.Id)], new FacetTable(Enum.GetValues<ProvinceFacet>().Length, [.. ofKind.Select(row => (IReadOnlyList<string?>)
                [
                    Regions.ProvinceOf(row.RegionCode) is null ? null : row.RegionCode[..2],
                    row.On.Year.ToString(CultureInfo.InvariantCulture),
                    row.AgencyId.ToString(),
                    kind == ProvinceRecordKind.Credit ? row.Text : row.Value is { } amount ? Procurements.Window.PriceBands.Of(amount) : null,
                ])]));
            }),
            rows.GroupBy(row => row.AgencyId).ToDictionary(agency => agency.Key.ToString(), agency => agency.First().Name));
    }

    /// <summary>The records after one import.</summary>
    internal sealed record State(Guid? Import, IReadOnlyDictionary<ProvinceRecordKind, Kind> Kinds, IReadOnlyDictionary<string, string> AgencyNames);

    /// <summary>The records of one kind, the latest first.</summary>
    internal sealed record Kind(Guid[] Ids, FacetTable Table);
}

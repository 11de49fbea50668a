using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Procurements.Window;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Province;

/// <summary>One page of the province's records and what they can be narrowed down by.</summary>
/// <param name="AgencyNames">Names of agencies by their ids.</param>
public sealed record ProvinceFindings(
    PagedList<ProvinceRow> Page, IReadOnlyDictionary<ProvinceFacet, IReadOnlyList<CountedValue>> Facets, IReadOnlyDictionary<string, string> AgencyNames);

/// <summary>Searches what the province decided, for everybody.</summary>
public sealed class SearchProvinceRecords(ProvinceWindow window, MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>One page of a kind, the latest first; the words are looked for in number, project or grade, and agency.</summary>
    public async Task<ProvinceFindings> ExecuteAsync(PageRequest page, ProvinceRecordKind kind, IReadOnlyDictionary<ProvinceFacet, string>? wanted = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var facets = Enum.GetValues<ProvinceFacet>();
        var (words, state) = (page.Words, await window.GetAsync(context.Cancellation));
        var (ids, table) = state.Kinds[kind];
        var records =
            from record in db.ProvinceRecords.AsNoTracking()
            join holder in db.AgenciesFor(context.Actor) on record.AgencyId equals holder.Id
            where record.Kind == kind
            select new { record, holder.Name };
        var matches = words is null
            ? null
            : (await records.Where(row => row.record.Reference.Contains(words) || row.record.Text.Contains(words) || row.Name.Contains(words))
                .Select(row => row.record.Id).ToListAsync(context.Cancellation)).ToHashSet();

        var found = table.Find(
            [.. facets.Select(facet => wanted?.GetValueOrDefault(facet) is { Length: > 0 } value ? value : null)],
            matches is null ? null : place => matches.Contains(ids[place]), page.Page, page.Size);

        var shown = found.Rows.Rows.Select(place => ids[place]).ToList();
        var rows = await records.Where(row => shown.Contains(row.record.Id)).ToDictionaryAsync(row => row.record.Id, context.Cancellation);
        return new ProvinceFindings(
            new PagedList<ProvinceRow>(
                [
                    .. shown.Where(rows.ContainsKey).Select(id => rows[id]).Select(row => new ProvinceRow(
                        row.record.Kind, row.record.Reference, row.record.AgencyId, row.Name, row.record.Text, row.record.Value, row.record.On, row.record.ImportedAt)),
                ],
                found.Rows.Total, found.Rows.Page, found.Rows.Size),
            facets.ToDictionary(facet => facet, facet => InOrder(facet, kind, found.Facets[(int)facet])), state.AgencyNames);
    }

    private static IReadOnlyList<CountedValue> InOrder(ProvinceFacet facet, ProvinceRecordKind kind, IReadOnlyList<CountedValue> values) => facet switch
    {
        ProvinceFacet.Region or ProvinceFacet.Agency => [.. values.OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal)],
        ProvinceFacet.Year => [.. values.OrderByDescending(value => value.Value, StringComparer.Ordinal)],
        ProvinceFacet.Measure when kind == ProvinceRecordKind.Award => [.. values.OrderBy(value => PriceBands.All.TakeWhile(band => band != value.Value).Count())],
        ProvinceFacet.Measure => [.. values.OrderBy(value => value.Value, StringComparer.Ordinal)],
    };
}

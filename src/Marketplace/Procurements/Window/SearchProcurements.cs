using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Procurements.Window;

/// <summary>Searches the published procurements.</summary>
public sealed class SearchProcurements(ProcurementWindow window, MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>One page of those that fit, the newest first, and what they could be narrowed down by.</summary>
    public async Task<ProcurementFindings> ExecuteAsync(ProcurementSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var facets = Enum.GetValues<ProcurementFacet>();
        var state = await window.GetAsync(context.Cancellation);
        var wanted = facets.Select(facet => search.Wanted?.GetValueOrDefault(facet) is { Length: > 0 } value ? value : null).ToList();
        var words = new PageRequest(search.Words).Words;
        var keys = words is null ? null : (await db.KeysOfAsync(SearchScope.Procurements, words, context.Cancellation)).ToHashSet();

        var found = state.Table.Find(wanted, keys is null ? null : place => keys.Contains(state.Keys[place]), search.Page, search.Size);

        var ids = found.Rows.Rows.Select(place => state.Ids[place]).ToList();
        var rows = await db.ProcurementsFor(context.Actor).AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, context.Cancellation);
        return new ProcurementFindings(
            new PagedList<ProcurementSummary>([.. ids.Where(rows.ContainsKey).Select(id => ProcurementSummary.Of(rows[id]))], found.Rows.Total, found.Rows.Page, found.Rows.Size),
            facets.ToDictionary(facet => facet, facet => InOrder(facet, found.Facets[(int)facet])), state.ItemNames);
    }

    private static IReadOnlyList<CountedValue> InOrder(ProcurementFacet facet, IReadOnlyList<CountedValue> values) => facet switch
    {
        ProcurementFacet.Item or ProcurementFacet.Region => [.. values.OrderByDescending(value => value.Count).ThenBy(value => value.Value, StringComparer.Ordinal)],
        ProcurementFacet.Method => [.. values.OrderBy(value => Enum.TryParse<SelectionMethod>(value.Value, out var method) ? (int)method : int.MaxValue)],
        ProcurementFacet.Status => [.. values.OrderBy(value => Enum.TryParse<ProcurementStatus>(value.Value, out var status) ? (int)status : int.MaxValue)],
        ProcurementFacet.Price => [.. values.OrderBy(value => PriceBands.All.TakeWhile(band => band != value.Value).Count())],
    };
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Search;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Catalogue;

/// <summary>One line of the public list.</summary>
public sealed record ServiceItemSummary(
    string Code, string Name, ProjectStage Stage, IReadOnlyList<string> Precedes, string RequiredQualification,
    int? LimitWorkingDays, string? LimitText, string Deliverable, Payer Payer, string PriceUnit, bool HasUnverifiedFigures);

/// <summary>Lists the published service items.</summary>
public sealed class ListServiceItems(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ReadPublicRecords;

    /// <summary>Published items by code; the search looks at code, name and its pinyin.</summary>
    public async Task<PagedList<ServiceItemSummary>> ExecuteAsync(PageRequest page, ProjectStage? stage = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        var items = db.ServiceItemsFor(context.Actor).AsNoTracking();
        if (page.Words is { } words)
        {
            items = await db.ContainingAsync(items, SearchScope.Items, words, context.Cancellation);
        }

        if (stage is { } wanted)
        {
            items = items.Where(item => item.Stage == wanted);
        }

        var rows = await items.OrderBy(item => item.Code).PageAsync(page, context.Cancellation);
        return rows.Select(item => item.Terms).Select(terms => new ServiceItemSummary(
            terms.Code, terms.Name, terms.Stage, terms.Precedes, terms.RequiredQualification.Text, terms.LimitWorkingDays,
            terms.LimitText, terms.Deliverable, terms.Payer, terms.PriceUnit, terms.Unverified.Count > 0));
    }
}

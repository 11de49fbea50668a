using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Procurements.Window;
using Market.Marketplace.Tests.Procurements;

namespace Market.Marketplace.Tests.Search;

/// <summary>Published procurements narrowed down by item, region, method, state and price, with counts.</summary>
public sealed class ProcurementFacetTests
{
    [Fact]
    public async Task A_value_is_counted_under_all_other_conditions_and_the_words()
    {
        await using var buying = await Buying.StartAsync();
        await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice) with { HighestAmount = 30_000m });
        await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice) with { HighestAmount = 200_000m });
        await buying.PublishAsync(buying.Terms() with { HighestAmount = 200_000m });

        var all = await FindAsync(buying);
        Assert.Equal(3, all.Page.Total);
        Assert.Equal([("Random", 1), ("LowestPrice", 2)], Counts(all, ProcurementFacet.Method));
        Assert.Equal([("0-50000", 1), ("100000-500000", 2)], Counts(all, ProcurementFacet.Price));
        Assert.Equal([("SigningUp", 3)], Counts(all, ProcurementFacet.Status));
        Assert.Equal([(Buying.Item, 3)], Counts(all, ProcurementFacet.Item));
        Assert.Equal([("43", 3)], Counts(all, ProcurementFacet.Region));

        var narrowed = await FindAsync(buying, "水土", (ProcurementFacet.Method, "LowestPrice"), (ProcurementFacet.Price, "100000-500000"));
        Assert.Equal(200_000m, Assert.Single(narrowed.Page.Rows).HighestAmount);
        Assert.Equal([("Random", 1), ("LowestPrice", 1)], Counts(narrowed, ProcurementFacet.Method));
        Assert.Equal([("0-50000", 1), ("100000-500000", 1)], Counts(narrowed, ProcurementFacet.Price));
        Assert.Equal([("SigningUp", 1)], Counts(narrowed, ProcurementFacet.Status));

        var none = await FindAsync(buying, "查无此词");
        Assert.Equal((0, 0), (none.Page.Total, none.Facets.Sum(facet => facet.Value.Count)));
    }

    [Fact]
    public async Task A_change_is_counted_at_once_also_when_a_procurement_came_and_ended_between_two_looks()
    {
        await using var buying = await Buying.StartAsync();
        var draft = await buying.Market.RunAsync(buying.World.Owner, (DraftProcurement write) => write.ExecuteAsync(buying.Terms()));
        Assert.Equal(0, (await FindAsync(buying)).Page.Total);
        await PublishAsync(draft);
        Assert.Equal([("SigningUp", 1)], Counts(await FindAsync(buying), ProcurementFacet.Status));
        buying.Market.Clock.Advance(TimeSpan.FromHours(1));
        await VoidAsync(draft);
        Assert.Equal([("Voided", 1)], Counts(await FindAsync(buying), ProcurementFacet.Status));

        buying.Market.Clock.Advance(TimeSpan.FromHours(1));
        await VoidAsync(await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice)));
        buying.Market.Clock.Advance(TimeSpan.FromHours(1));

        var found = await FindAsync(buying);
        Assert.Equal([("Voided", 2)], Counts(found, ProcurementFacet.Status));
        Assert.Equal(SelectionMethod.LowestPrice, found.Page.Rows[0].Method);

        async Task PublishAsync(Guid id)
        {
            var version = (await buying.ReadAsync(id)).Version;
            await buying.Market.RunAsync(buying.World.Owner, (PublishProcurement publish) => Buying.DoneAsync(publish.ExecuteAsync(id, version)));
        }

        async Task VoidAsync(Guid id)
        {
            var version = (await buying.ReadAsync(id)).Version;
            await buying.Market.RunAsync(buying.World.Owner, (VoidProcurement end) => Buying.DoneAsync(end.ExecuteAsync(id, version, "项目取消")));
        }
    }

    [Fact]
    public async Task A_value_that_nothing_has_can_be_taken_away_again_and_pages_do_not_overlap()
    {
        await using var buying = await Buying.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await buying.PublishAsync();
        }

        var strange = await FindAsync(buying, null, (ProcurementFacet.Method, "nonsense"));
        var pages = new List<Guid>();
        for (var page = 1; page <= 3; page++)
        {
            pages.AddRange((await buying.Market.RunAsync(Actor.Public, (SearchProcurements search) => search.ExecuteAsync(new ProcurementSearch(null, null, page, 2)))).Page.Rows.Select(row => row.Id));
        }

        Assert.Equal(0, strange.Page.Total);
        Assert.Contains(strange.Facets[ProcurementFacet.Method], value => value is { Value: "nonsense", Count: 0, IsWanted: true });
        Assert.Equal(5, pages.Distinct().Count());
    }

    [Theory]
    [InlineData(49_999.99, "0-50000")]
    [InlineData(50_000, "50000-100000")]
    [InlineData(1_000_000, "1000000-")]
    public void An_amount_at_an_end_belongs_to_the_higher_band(decimal amount, string band) => Assert.Equal(band, PriceBands.Of(amount));

    private static Task<ProcurementFindings> FindAsync(Buying buying, string? words = null, params (ProcurementFacet Facet, string Value)[] wanted) =>
        buying.Market.RunAsync(Actor.Public, (SearchProcurements search) => search.ExecuteAsync(
            new ProcurementSearch(words, wanted.ToDictionary(pair => pair.Facet, pair => pair.Value))));

    private static IEnumerable<(string Value, int Count)> Counts(ProcurementFindings found, ProcurementFacet facet) =>
        found.Facets[facet].Select(value => (value.Value, value.Count));
}

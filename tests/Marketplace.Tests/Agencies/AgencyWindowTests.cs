using Market.Marketplace.Agencies;
using Market.Marketplace.Agencies.Window;
using Market.Marketplace.Operations;
using Market.Marketplace.Ratings;
using Market.Marketplace.Results;
using Market.Marketplace.Seeding;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Agencies;

public sealed class AgencyWindowTests
{
    private const string Planning = "城乡规划编制单位资质";
    private const string Surveying = "测绘资质";

    [Fact]
    public async Task Every_facet_value_says_how_many_agencies_it_leaves()
    {
        await using var market = await MarketFixture.StartAsync();
        await AdmitAsync(market, 40, "湘测一院有限公司", Surveying, "甲级", "430104");
        await AdmitAsync(market, 41, "粤测二院有限公司", Surveying, "乙级", "440104");

        var all = await SearchAsync(market, new AgencySearch());

        Assert.Equal(7, all.Page.Total);
        Assert.Equal([("城乡规划编制单位资质", 5), (Surveying, 2)], Values(all, AgencyFacet.Qualification));
        Assert.Equal([("43", 6), ("44", 1)], Values(all, AgencyFacet.Region));
        Assert.Equal("广东", all.Facets.Single(facet => facet.Facet == AgencyFacet.Region).Values[1].Name);
        foreach (var facet in all.Facets)
        {
            foreach (var value in facet.Values)
            {
                Assert.Equal(value.Count, (await SearchAsync(market, Wanting((facet.Facet, value.Value)))).Page.Total);
            }
        }
    }

    [Fact]
    public async Task A_grade_counts_within_the_category_that_was_chosen()
    {
        await using var market = await MarketFixture.StartAsync();
        await AdmitAsync(market, 40, "湘测一院有限公司", Surveying, "甲级", "430104");

        var surveyors = await SearchAsync(market, Wanting((AgencyFacet.Qualification, Surveying)));
        var secondGrade = await SearchAsync(market, Wanting((AgencyFacet.Qualification, Surveying), (AgencyFacet.Grade, "乙级")));

        Assert.Equal([("甲级", 1)], Values(surveyors, AgencyFacet.Grade));
        Assert.Equal(0, secondGrade.Page.Total);
        // The other categories stay open to a change of mind.
        Assert.Contains((Planning, 5), Values(surveyors, AgencyFacet.Qualification));
    }

    [Fact]
    public async Task An_item_is_open_to_agencies_whose_licence_is_in_force_today_and_to_nobody_the_day_after_it_ends()
    {
        await using var market = await MarketFixture.StartAsync();
        var before = await SearchAsync(market, Wanting((AgencyFacet.Item, TestData.ReviewItem)));

        market.Clock.Advance(new DateTimeOffset(2029, 1, 1, 1, 0, 0, TimeSpan.Zero) - market.Clock.GetUtcNow());

        var after = await SearchAsync(market, Wanting((AgencyFacet.Item, TestData.ReviewItem)));
        Assert.Equal(5, before.Page.Total);
        Assert.Equal(0, after.Page.Total);
        Assert.All((await SearchAsync(market, new AgencySearch())).Page.Rows, row => Assert.Equal(QualificationStanding.NotInForce, row.WorstStanding));
    }

    [Fact]
    public async Task What_was_saved_a_moment_ago_is_in_the_window()
    {
        await using var market = await MarketFixture.StartAsync();
        Assert.Equal(0, (await SearchAsync(market, new AgencySearch("新近"))).Page.Total);

        await AdmitAsync(market, 42, "新近入驻测绘有限公司", Surveying, "乙级", "430104");

        var found = await SearchAsync(market, new AgencySearch("xjrz"));
        Assert.True(Assert.Single(found.Page.Rows).IsNew);
    }

    [Fact]
    public async Task An_accepted_result_moves_the_agency_to_the_shares_it_has_earned()
    {
        await using var market = await MarketFixture.StartAsync();
        Assert.Empty(Values(await SearchAsync(market, new AgencySearch()), AgencyFacet.OnTime));
        var (result, _, agency) = await market.DeliveredResultAsync();
        var official = await market.ResultAsync(market.World.Official, result.Id);

        await market.RunAsync(market.World.Official, (AcceptResult accept) => accept.ExecuteAsync(result.Id, official.Version, "同意"));

        var punctual = await SearchAsync(market, Wanting((AgencyFacet.OnTime, "95")));
        var card = Assert.Single(punctual.Page.Rows);
        Assert.Equal((agency.Id, 1.0, 1.0), (card.Id, card.OnTimeShare, card.FirstPassShare));
        Assert.Equal([("98", 1), ("95", 1), ("90", 1), ("80", 1)], Values(punctual, AgencyFacet.OnTime));
        Assert.Equal(agency.Id, (await SearchAsync(market, new AgencySearch(Order: AgencyOrder.Done))).Page.Rows[0].Id);
        var record = await market.RunAsync(Actor.Public, (GetCreditRecord get) => get.ExecuteAsync(agency.Id));
        Assert.Equal(new PerformanceFacts(1, 1, 1, 1), record.Facts);
        Assert.Equal(record.Score, card.Score);
        Assert.Equal(ObjectiveScore.Of(record.Facts), record.Score);
    }

    [Fact]
    public async Task Pages_hold_every_agency_once_in_every_order()
    {
        await using var market = await MarketFixture.StartAsync();
        foreach (var order in Enum.GetValues<AgencyOrder>())
        {
            var seen = new List<Guid>();
            for (var page = 1; page <= 3; page++)
            {
                seen.AddRange((await SearchAsync(market, new AgencySearch(Order: order, Page: page, Size: 2))).Page.Rows.Select(row => row.Id));
            }

            Assert.Equal(5, seen.Distinct().Count());
            Assert.Equal(5, seen.Count);
        }
    }

    [Fact]
    public async Task Within_a_grade_the_balanced_order_changes_with_the_day_and_not_within_it()
    {
        await using var market = await MarketFixture.StartAsync();
        for (var n = 50; n < 60; n++)
        {
            await AdmitAsync(market, n, $"轮换{n}有限公司", Surveying, "乙级", "430104");
        }

        var today = await IdsAsync();
        var again = await IdsAsync();
        market.Clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await IdsAsync();

        Assert.Equal(today, again);
        Assert.NotEqual(today, tomorrow);
        Assert.Equal(today.Order(), tomorrow.Order());

        async Task<List<Guid>> IdsAsync() => [.. (await SearchAsync(market, new AgencySearch())).Page.Rows.Select(row => row.Id)];
    }

    [Fact]
    public async Task Four_agencies_are_compared_and_an_unknown_one_is_left_out()
    {
        await using var market = await MarketFixture.StartAsync();
        var ids = (await SearchAsync(market, new AgencySearch())).Page.Rows.Select(row => row.Id).ToList();

        var five = await market.RunAsync(Actor.Public, (CompareAgencies compare) => compare.ExecuteAsync(ids));
        var unknown = await market.RunAsync(Actor.Public, (CompareAgencies compare) => compare.ExecuteAsync([Guid.Empty, ids[1], ids[1]]));

        Assert.Equal(ids.Take(4), five.Select(row => row.Id));
        Assert.Equal(ids[1], Assert.Single(unknown).Id);
    }

    [Fact]
    public async Task A_seeded_market_is_as_the_operations_would_have_left_it_and_the_same_every_time()
    {
        await using var first = await MarketFixture.StartAsync();
        await using var second = await MarketFixture.StartAsync();
        foreach (var market in new[] { first, second })
        {
            await new MarketSeed(new SeedSize(60, 100, 300), (_, _, _) => { }).RunAsync(market.Host.Services);
        }

        var (tallies, terms) = (await TalliesAsync(first), await TermsAsync(first));
        Assert.Equal(tallies, await TalliesAsync(second));
        Assert.Equal(300, tallies.Sum(tally => tally.Done));
        await first.RunAsync(Actor.System, (CountTallies count) => count.ExecuteAsync(onlyWhereMissing: false));
        Assert.Equal(tallies, await TalliesAsync(first));
        await first.RunAsync(Actor.System, (Market.Marketplace.Search.ForgetSearch forget) => forget.ExecuteAsync());
        while (await first.RunAsync(Actor.System, (Market.Marketplace.Search.IndexMissing index) => index.ExecuteAsync()) > 0)
        {
        }

        Assert.Equal(terms, await TermsAsync(first));
        var notices = await first.RunAsync(Actor.Public, (Market.Marketplace.Notices.ListNotices list) => list.ExecuteAsync(new PageRequest("有限公司")));
        Assert.True(notices.Total >= 100);
    }

    private static Task<int> TermsAsync(MarketFixture market) => market.Host.ReadAsync(db => db.SearchTerms.CountAsync());

    private static Task<List<(int Done, int OnTime, int FirstPass)>> TalliesAsync(MarketFixture market) =>
        market.Host.ReadAsync(async db => (await db.AgencyTallies.AsNoTracking().OrderBy(row => row.AgencyId).ToListAsync())
            .ConvertAll(row => (row.Done, row.OnTime, row.FirstPass)));

    private static AgencySearch Wanting(params (AgencyFacet Facet, string Value)[] wanted) =>
        new(Wanted: wanted.ToDictionary(pair => pair.Facet, pair => pair.Value));

    private static List<(string, int)> Values(AgencyFindings found, AgencyFacet facet) =>
        [.. found.Facets.Single(values => values.Facet == facet).Values.Select(value => (value.Value, value.Count))];

    private static Task<AgencyFindings> SearchAsync(MarketFixture market, AgencySearch search) =>
        market.RunAsync(Actor.Public, (SearchAgencies agencies) => agencies.ExecuteAsync(search));

    private static Task<Guid> AdmitAsync(MarketFixture market, int n, string name, string category, string grade, string region) =>
        market.RunAsync(Actor.System, (AdmitAgency admit) => admit.ExecuteAsync(TestData.Application(n, name) with
        {
            RegionCode = region,
            Qualifications = [new QualificationEntry(category, null, grade, $"证{n}", "湖南省自然资源厅", new DateOnly(2024, 1, 1), new DateOnly(2028, 12, 31))],
        }));
}

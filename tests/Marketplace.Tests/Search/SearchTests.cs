using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Marketplace.Search;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Tests.Procurements;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Search;

public sealed class SearchTests
{
    [Theory]
    [InlineData("规划", 5)]
    [InlineData("麓山", 1)]
    [InlineData("橘洲测绘", 1)]
    [InlineData("测绘 橘洲", 1)]
    [InlineData("院", 2)]
    [InlineData("麓", 1)]
    [InlineData("山麓", 0)]
    [InlineData("lsgh", 1)]
    [InlineData("LushanGuihua", 1)]
    [InlineData("ghy", 3)]
    [InlineData("ls", 1)]
    [InlineData("ＬＳＧＨ", 1)]
    [InlineData("麓山 gh", 1)]
    [InlineData("？！", 0)]
    [InlineData("\ud842", 0)]
    public async Task An_agency_is_found_by_words_of_two_characters_and_by_pinyin(string words, int expected)
    {
        await using var market = await MarketFixture.StartAsync();

        var found = await FindAgenciesAsync(market, words);

        Assert.Equal(expected, found.Total);
        Assert.Equal(expected, found.Rows.Count);
    }

    [Fact]
    public async Task A_character_with_two_readings_is_found_by_either()
    {
        await using var market = await MarketFixture.StartAsync();
        await AdmitAsync(market, 30, "长沙重庆桥梁有限公司");

        Assert.All(await Task.WhenAll(new[] { "cscq", "zszq", "changsha", "zhangsha", "chongqing" }.Select(word => FindAgenciesAsync(market, word))), found =>
            Assert.Equal("长沙重庆桥梁有限公司", Assert.Single(found.Rows).Name));
    }

    [Fact]
    public async Task An_agency_is_found_by_its_credit_code_and_part_of_it()
    {
        await using var market = await MarketFixture.StartAsync();
        var code = market.World.First.CreditCode;

        Assert.Equal(market.World.First.Name, Assert.Single((await FindAgenciesAsync(market, code)).Rows).Name);
        Assert.Contains((await FindAgenciesAsync(market, code[9..])).Rows, row => row.CreditCode == code);
    }

    [Fact]
    public async Task Items_and_notices_and_procurements_are_found_alike()
    {
        await using var buying = await Buying.StartAsync();
        var market = buying.Market;
        var procurement = await buying.PublishAsync();
        await market.AcceptedCaseAsync(TestData.Project(code: "2601-430104-04-01-100001"));

        var items = await market.RunAsync(Actor.Public, (ListServiceItems list) => list.ExecuteAsync(new PageRequest("rzfh")));
        var notices = await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest("日照")));
        var procurements = await market.RunAsync(Actor.Public, (ListProcurements list) => list.ExecuteAsync(new PageRequest("水土 保持")));

        Assert.Equal("日照复核", Assert.Single(items.Rows).Name);
        Assert.Equal("日照复核", Assert.Single(notices.Rows).ServiceItemName);
        Assert.Equal(1, notices.Total);
        Assert.Equal(procurement, Assert.Single(procurements.Rows).Id);
    }

    [Fact]
    public async Task A_draft_is_found_by_its_owner_only()
    {
        await using var buying = await Buying.StartAsync();
        var market = buying.Market;
        await market.RunAsync(market.World.Owner, (DraftProcurement draft) => draft.ExecuteAsync(buying.Terms()));

        var inPublic = await market.RunAsync(Actor.Public, (ListProcurements list) => list.ExecuteAsync(new PageRequest("水土")));
        var own = await market.RunAsync(market.World.Owner, (ListProcurements list) => list.ExecuteAsync(new PageRequest("水土"), ProcurementScope.Own));

        Assert.Empty(inPublic.Rows);
        Assert.Equal(0, inPublic.Total);
        Assert.Single(own.Rows);
    }

    [Fact]
    public async Task The_winner_of_a_procurement_is_found_as_soon_as_there_is_one()
    {
        await using var buying = await Buying.StartAsync();
        var market = buying.Market;
        Assert.Empty((await FindProcurementsAsync(market, "浏阳")).Rows);

        var opened = await buying.OpenedAsync(buying.Terms(SelectionMethod.LowestPrice), (market.World.Second, 80_000m), (market.World.Third, 90_000m));

        Assert.Equal(market.World.Second.Id, opened.WinnerId);
        Assert.Equal(opened.Id, Assert.Single((await FindProcurementsAsync(market, "浏阳")).Rows).Id);
    }

    [Fact]
    public async Task The_newest_notice_comes_first_and_pages_do_not_overlap()
    {
        await using var market = await MarketFixture.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            await market.AcceptedCaseAsync(TestData.Project(code: $"2601-430104-04-01-10000{i}"));
        }

        var all = await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest("规划", Size: 100)));
        var first = await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest("规划", 1, 3)));
        var second = await market.RunAsync(Actor.Public, (ListNotices list) => list.ExecuteAsync(new PageRequest("规划", 2, 3)));

        Assert.Equal(all.Rows.OrderByDescending(row => row.PublishedAt).Select(row => row.Id), all.Rows.Select(row => row.Id));
        Assert.Equal(all.Rows.Take(Math.Min(6, all.Total)).Select(row => row.Id), first.Rows.Concat(second.Rows).Select(row => row.Id));
        Assert.Equal(all.Total, first.Total);
    }

    [Fact]
    public async Task What_a_refused_operation_would_have_added_is_not_found()
    {
        await using var market = await MarketFixture.StartAsync();
        await AdmitAsync(market, 31, "云麓勘察有限公司");

        await Assert.ThrowsAnyAsync<Exception>(() => AdmitAsync(market, 31, "云麓勘察分院有限公司"));

        Assert.Single((await FindAgenciesAsync(market, "云麓")).Rows);
        Assert.Empty((await FindAgenciesAsync(market, "分院")).Rows);
    }

    [Fact]
    public async Task The_table_built_again_finds_the_same()
    {
        await using var market = await MarketFixture.StartAsync();
        await market.AcceptedCaseAsync();
        var before = await TermsAsync(market);

        await market.RunAsync(Actor.System, (ForgetSearch forget) => forget.ExecuteAsync());
        Assert.Empty((await FindAgenciesAsync(market, "麓山")).Rows);
        while (await market.RunAsync(Actor.System, (IndexMissing index) => index.ExecuteAsync()) > 0)
        {
        }

        Assert.Equal(before, await TermsAsync(market));
        Assert.Single((await FindAgenciesAsync(market, "麓山")).Rows);
    }

    [Fact]
    public void Keys_of_the_search_table_sort_as_ids_do()
    {
        var ids = Enumerable.Range(0, 500).Select(i => Guid.CreateVersion7(TestClock.Monday.AddMilliseconds(i))).ToList();

        Assert.Equal(ids.Select(SearchKey.Of).Order(), ids.Select(SearchKey.Of));
        Assert.All(ids, id => Assert.True(SearchKey.Of(id) > 0));
        Assert.True(SearchKey.Of(Guid.CreateVersion7(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero))) > SearchKey.Of(ids[^1]));
    }

    private static Task<PagedList<AgencySummary>> FindAgenciesAsync(MarketFixture market, string words) =>
        market.RunAsync(Actor.Public, (ListAgencies list) => list.ExecuteAsync(new PageRequest(words)));

    private static Task<PagedList<ProcurementSummary>> FindProcurementsAsync(MarketFixture market, string words) =>
        market.RunAsync(Actor.Public, (ListProcurements list) => list.ExecuteAsync(new PageRequest(words)));

    private static Task<Guid> AdmitAsync(MarketFixture market, int n, string name) =>
        market.RunAsync(Actor.System, (AdmitAgency admit) => admit.ExecuteAsync(TestData.Application(n, name)));

    private static Task<List<(long, long)>> TermsAsync(MarketFixture market) => market.Host.ReadAsync(async db =>
        (await db.SearchTerms.AsNoTracking().OrderBy(row => row.Term).ThenBy(row => row.Document).ToListAsync()).ConvertAll(row => (row.Term, row.Document)));
}

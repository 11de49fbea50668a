using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Integration;

/// <summary>成果面板: a link that ends shows a case's results inside the department's own system.</summary>
public sealed class EmbeddedCaseTests
{
    [Fact]
    public async Task A_link_shows_the_tasks_of_its_case_until_it_ends_and_names_whose_pages_may_frame_it()
    {
        await using var market = await StartAsync();
        var link = await LinkAsync(market);

        var panel = await OpenAsync(market, link);

        Assert.Equal(("SP-1", false, 2), (panel.ExternalNumber, panel.IsExpired, panel.Tasks.Count));
        Assert.Equal(["https://oa.example.gov.cn", "http://10.0.0.5:8080"], panel.Origins);
        Assert.DoesNotContain("SP-1", link.Url.AbsoluteUri, StringComparison.Ordinal);
        market.Clock.Advance(TimeSpan.FromMinutes(30));
        var ended = await OpenAsync(market, link);
        Assert.True(ended.IsExpired);
        Assert.Empty(ended.Tasks);
    }

    [Fact]
    public async Task A_changed_link_one_of_another_case_and_one_of_no_site_are_refused()
    {
        await using var market = await StartAsync(sites: false);
        var system = PutCaseTests.SystemOf(market);

        Assert.Equal("embedding-sites-missing", await market.RefusalAsync(system, (MakeEmbeddedLink make) => make.ExecuteAsync("SP-1")));
        await SetAsync(market);
        var ticket = TicketOf(await LinkAsync(market));
        Assert.Equal("not-found", await market.RefusalAsync(Actor.Public, (OpenEmbeddedCase open) => open.ExecuteAsync(ticket[..^6] + "AAAAAA")));
        Assert.Equal("not-found", await market.RefusalAsync(system, (MakeEmbeddedLink make) => make.ExecuteAsync("SP-2")));
        Assert.Equal("embedding-minutes", await market.RefusalAsync(system, (MakeEmbeddedLink make) => make.ExecuteAsync("SP-1", 481)));
        Assert.Equal("not-found", await market.RefusalAsync(
            system with { OrganisationId = market.World.OtherOfficial.Organisation }, (MakeEmbeddedLink make) => make.ExecuteAsync("SP-1")));
    }

    [Theory]
    [InlineData("https://oa.example.gov.cn/path")]
    [InlineData("https://oa.example.gov.cn; script-src *")]
    [InlineData("https://*.gov.cn")]
    [InlineData("https://user@oa.example.gov.cn")]
    [InlineData("oa.example.gov.cn")]
    [InlineData("javascript:alert(1)")]
    [InlineData("*")]
    public async Task What_is_no_site_cannot_get_into_the_header(string site)
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("embedding-site-wrong", await market.RefusalAsync(market.World.Official, (SetEmbeddingSites set) => set.ExecuteAsync([site])));
    }

    [Fact]
    public async Task Only_departments_have_sites()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Equal("not-found", await market.RefusalAsync(market.World.Owner, (SetEmbeddingSites set) => set.ExecuteAsync(["https://a.example.cn"])));
    }

    private static async Task<MarketFixture> StartAsync(bool sites = true)
    {
        var market = await MarketFixture.StartAsync();
        await market.RunAsync(PutCaseTests.SystemOf(market), (PutCase put) => put.ExecuteAsync("SP-1", new OutsideCase(
            ApprovalItems.PlanningPermit, TestData.Project(), new OutsideOwner("湘江新城投资有限公司", TestData.Code(31)), OutsideStatus.Accepted, "李审批")));
        if (sites)
        {
            await SetAsync(market);
        }

        return market;
    }

    private static Task<IReadOnlyList<string>> SetAsync(MarketFixture market) => market.RunAsync(
        market.World.Official, (SetEmbeddingSites set) => set.ExecuteAsync([" https://oa.example.gov.cn/ ", "https://OA.example.gov.cn:443", "http://10.0.0.5:8080"]));

    private static Task<EmbeddedLink> LinkAsync(MarketFixture market) =>
        market.RunAsync(PutCaseTests.SystemOf(market), (MakeEmbeddedLink make) => make.ExecuteAsync("SP-1"));

    private static string TicketOf(EmbeddedLink link) => link.Url.Segments[^1];

    private static Task<EmbeddedCase> OpenAsync(MarketFixture market, EmbeddedLink link) =>
        market.RunAsync(Actor.Public, (OpenEmbeddedCase open) => open.ExecuteAsync(TicketOf(link)));
}

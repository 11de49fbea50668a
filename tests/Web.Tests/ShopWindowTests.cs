using System.Net;
using System.Text.RegularExpressions;

namespace Market.Web.Tests;

public sealed partial class ShopWindowTests(TestSite site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/agencies?search=麓山")]
    [InlineData("/agencies?search=lsgh")]
    [InlineData("/agencies?item=ZJ-2-02&search=lushan")]
    public async Task An_agency_is_found_by_two_characters_and_by_pinyin(string address)
    {
        using var browser = site.Browser();

        var page = await browser.GetStringAsync(address, Stop);

        Assert.Contains("麓山规划设计院有限公司", page, StringComparison.Ordinal);
        Assert.DoesNotContain("橘洲测绘与规划技术有限公司", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_without_hits_says_what_to_do()
    {
        using var browser = site.Browser();

        var page = await browser.GetStringAsync("/agencies?search=查无此名&sort=nonsense&page=-3&region=99", Stop);

        Assert.Contains("没有符合条件的中介机构", page, StringComparison.Ordinal);
        Assert.Contains("拼音首字母", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/agencies", "agencies", false)]
    [InlineData("/agencies?region=43&utm=x", "agencies?region=43", false)]
    [InlineData("/agencies?search=测绘", "agencies", true)]
    [InlineData("/agencies?ontime=95&region=43", "agencies?region=43", true)]
    public async Task Search_engines_are_led_to_one_address_of_every_list(string address, string canonical, bool hidden)
    {
        using var browser = site.Browser();

        var page = await browser.GetStringAsync(address, Stop);

        Assert.Contains($"<link rel=\"canonical\" href=\"http://localhost:5080/{canonical}\"", page, StringComparison.Ordinal);
        Assert.Equal(hidden, page.Contains("noindex", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agencies_are_put_side_by_side_by_an_address_that_can_be_shared()
    {
        using var browser = site.Browser();
        var ids = AgencyId().Matches(await browser.GetStringAsync("/agencies", Stop)).Select(match => match.Groups[1].Value).Distinct().Take(5).ToList();

        var two = await browser.GetStringAsync($"/compare?a={ids[0]}&b={ids[1]}", Stop);
        var five = await browser.GetStringAsync("/compare?" + string.Join('&', ids.Select(id => $"a={id}")), Stop);
        var none = await browser.GetStringAsync("/compare?a=nonsense", Stop);

        Assert.Equal(2, ComparedHead().Count(two));
        Assert.Equal(4, ComparedHead().Count(five));
        Assert.Contains("只显示前四家", five, StringComparison.Ordinal);
        Assert.Contains("还没有选择机构", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agency_page_shows_the_sum_behind_the_objective_score()
    {
        using var browser = site.Browser();
        var found = await browser.GetStringAsync("/agencies?search=lsgh", Stop);

        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/agencies/{AgencyId().Match(found).Groups[1].Value}", Stop));

        Assert.Contains("100 × 0.6 × (5 × 0.8 + 1) ÷ (5 + 1)", page, StringComparison.Ordinal);
        Assert.Contains("83.33", page, StringComparison.Ordinal);
        Assert.Contains("最近采信的成果", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("name=\"a\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex AgencyId();

    [GeneratedRegex("<th scope=\"col\">")]
    private static partial Regex ComparedHead();
}

using System.Net;
using System.Text.Json;

namespace Market.Web.Tests;

public sealed class PublicPagesTests(TestSite site)
{
    [Theory]
    [InlineData("/", "中介服务超市")]
    [InlineData("/items", "清单之外无中介")]
    [InlineData("/items/ZJ-2-02", "规划方案技术审查")]
    [InlineData("/agencies", "中介机构名录")]
    [InlineData("/notices", "公示公告")]
    [InlineData("/procurements", "采购公告")]
    [InlineData("/procurements?status=SigningUp", "湘江云谷商务中心")]
    [InlineData("/procurements?search=no-such-words", "没有符合条件的采购公告")]
    [InlineData("/draws", "抽取如何做到可以复算")]
    [InlineData("/draws?search=no-such-words", "没有符合条件的抽取")]
    [InlineData("/verify", "成果验真")]
    [InlineData("/sign-in", "用户名")]
    public async Task Anyone_reads_it_without_signing_in_and_its_source_is_readable_Chinese(string address, string text)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains(text, page, StringComparison.Ordinal);
        Assert.DoesNotContain("&#x", page.Replace("&#x2B;", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("<html lang=\"zh-CN\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/items/ZJ-9-99")]
    [InlineData("/agencies/019a0000-0000-7000-8000-000000000000")]
    [InlineData("/notices/019a0000-0000-7000-8000-000000000000")]
    [InlineData("/procurements/019a0000-0000-7000-8000-000000000000")]
    [InlineData("/draws/019a0000-0000-7000-8000-000000000000")]
    [InlineData("/draws/DRAW-20260101-AAAAA")]
    [InlineData("/verify/there-is-no-such-code")]
    [InlineData("/no-such-page")]
    public async Task What_is_not_there_answers_404_with_a_page_that_says_so(string address)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("没有找到", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agency_page_shows_qualifications_with_their_standing_and_practitioners_by_number()
    {
        using var browser = site.Browser();
        var list = JsonDocument.Parse(await browser.GetStringAsync("/api/v1/agencies", TestContext.Current.CancellationToken));
        var agency = list.RootElement.GetProperty("rows")[0];

        var page = await browser.GetStringAsync($"/agencies/{agency.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);

        Assert.Contains(agency.GetProperty("name").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains(agency.GetProperty("creditCode").GetString()!, page, StringComparison.Ordinal);
        Assert.Contains("注册号", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_box_of_every_page_leads_to_the_page_of_that_result()
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync("/verify?code=abc123", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/verify/abc123", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}

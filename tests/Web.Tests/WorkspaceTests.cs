using System.Net;

namespace Market.Web.Tests;

/// <summary>What each role finds on its pages, as the server renders them first.</summary>
public sealed class WorkspaceTests(TestSite site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("yezhu", "收到的成果")]
    [InlineData("jigou1", "待接单")]
    [InlineData("zhuce1", "待我用印")]
    [InlineData("yinzhang1", "待我用印")]
    [InlineData("shenpi", "待采信")]
    [InlineData("yunxing", "没有滞留件")]
    public async Task The_first_screen_says_what_the_role_must_do_now(string userName, string what)
    {
        using var browser = await site.BrowserOfAsync(userName);

        Assert.Contains(what, await browser.GetStringAsync("/desk", Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shenpi", "提交审批系统的办件")]
    [InlineData("guanli1", "接单和不承接")]
    [InlineData("yezhu", "还没有推送地址")]
    public async Task Connected_systems_are_offered_what_the_organisation_may_have(string userName, string what)
    {
        using var browser = await site.BrowserOfAsync(userName);

        Assert.Contains(what, WebUtility.HtmlDecode(await browser.GetStringAsync("/integration", Stop)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jigou1", "/integration")]
    [InlineData("yezhu", "/operator")]
    [InlineData("jigou1", "/cases")]
    [InlineData("jigou1", "/projects")]
    [InlineData("shenpi", "/cases/new")]
    [InlineData("yunxing", "/projects")]
    [InlineData("jigou1", "/purchases")]
    [InlineData("shenpi", "/purchases/new")]
    [InlineData("yezhu", "/opportunities")]
    [InlineData("shenpi", "/people")]
    [InlineData("guanli1", "/people")]
    public async Task A_page_of_another_role_is_not_found(string userName, string page)
    {
        using var browser = await site.BrowserOfAsync(userName);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("guanli1", "周航、贺敏")]
    [InlineData("yinzhang1", "由您保管")]
    [InlineData("yunxing", "不能动用任何印章")]
    public async Task The_register_of_seals_shows_each_role_what_it_needs(string userName, string what)
    {
        using var browser = await site.BrowserOfAsync(userName);

        Assert.Contains(what, WebUtility.HtmlDecode(await browser.GetStringAsync("/seals", Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_seal_uses_is_exported_for_spreadsheets()
    {
        using var browser = await site.BrowserOfAsync("yunxing");

        var answer = await browser.GetAsync("/seals/uses.csv", Stop);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("\"时间\",\"印章\"", lines[0], StringComparison.Ordinal);
        Assert.Equal(13, lines[1].Split("\",\"").Length);
        Assert.Contains(lines, line => line.Contains("YY-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("shenpi")]
    [InlineData("yezhu")]
    public async Task The_log_of_seal_uses_is_nobody_elses(string userName)
    {
        using var browser = await site.BrowserOfAsync(userName);

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/seals/uses.csv", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/seals", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/cases/")]
    [InlineData("/seals/")]
    [InlineData("/tasks/")]
    [InlineData("/results/")]
    public async Task An_unknown_number_is_not_found(string list)
    {
        using var browser = await site.BrowserOfAsync("shenpi");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"{list}{Guid.Empty}", Stop)).StatusCode);
    }

    [Fact]
    public async Task Only_the_department_is_offered_to_accept_a_filed_case()
    {
        using var official = await site.BrowserOfAsync("shenpi");
        using var owner = await site.BrowserOfAsync("yezhu");
        var list = await official.GetStringAsync("/cases?status=Filed", Stop);
        var address = list[(list.IndexOf("href=\"cases/0", StringComparison.Ordinal) + "href=\"".Length)..].Split('"')[0];

        Assert.Contains("受理决定", await official.GetStringAsync($"/{address}", Stop), StringComparison.Ordinal);
        Assert.DoesNotContain("受理决定", await owner.GetStringAsync($"/{address}", Stop), StringComparison.Ordinal);
    }
}

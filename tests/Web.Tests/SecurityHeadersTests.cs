namespace Market.Web.Tests;

public sealed class SecurityHeadersTests(TestSite site)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/no-such-page")]
    [InlineData("/api/v1/agencies")]
    [InlineData("/css/site.css")]
    public async Task Every_answer_tells_the_browser_what_it_may_do(string address)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task What_a_signed_in_person_saw_is_not_kept_by_caches()
    {
        using var browser = await site.BrowserOfAsync("yezhu");

        var answer = await browser.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var browser = site.Browser();

        var answer = await TestSite.SignInAsync(browser, "yezhu", Demonstration.DemonstrationData.Password);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("market=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }
}

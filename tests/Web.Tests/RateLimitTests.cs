using System.Net;

namespace Market.Web.Tests;

public sealed class RateLimitTests(RateLimitTests.ThreeAMinute site) : IClassFixture<RateLimitTests.ThreeAMinute>
{
    /// <summary>A site that checks three files a minute.</summary>
    public sealed class ThreeAMinute : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["Demonstration:Enabled"] = "false",
            ["RateLimits:VerificationsPerMinute"] = "3",
        };
    }

    [Fact]
    public async Task An_address_that_asks_too_often_is_told_to_wait_while_pages_stay_open()
    {
        using var browser = site.Browser();
        for (var check = 0; check < 3; check++)
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await CheckAsync(browser)).StatusCode);
        }

        var answer = await CheckAsync(browser);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/verify", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<HttpResponseMessage> CheckAsync(HttpClient browser)
    {
        using var file = new ByteArrayContent([1]);
        file.Headers.ContentType = new("application/pdf");
        return await browser.PostAsync("/api/v1/verifications", file, TestContext.Current.CancellationToken);
    }
}

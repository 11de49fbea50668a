using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json;
using Market.Marketplace.Operations;
using Market.Marketplace.Procurements;
using Market.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>The address that moves a sandbox's time.</summary>
public sealed class SandboxTests(SandboxTests.Site site, TestSite ordinary) : IClassFixture<SandboxTests.Site>
{
    private const string Address = "/sandbox/clock";

    [Fact]
    public async Task A_move_is_followed_by_what_falls_due_and_by_the_stamps_and_ends_no_session()
    {
        var ct = TestContext.Current.CancellationToken;
        using var browser = await site.BrowserOfAsync("yezhu");
        var open = Assert.Single((await site.Services.GetRequiredService<OperationRunner>().RunAsync<ListProcurements, PagedList<ProcurementSummary>>(
            Actor.Public, list => list.ExecuteAsync(new PageRequest(null), status: ProcurementStatus.SigningUp), ct)).Rows);
        var target = open.SignUpUntil!.Value + TimeSpan.FromDays(3);

        var moved = await MoveAsync(browser, target);

        Assert.True(moved.GetProperty("now").GetDateTimeOffset() >= target);
        // The procurement closes by itself, whichever way it then goes.
        while (await StatusAsync(open.Id) == ProcurementStatus.SigningUp)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }

        var stamp = await site.Services.GetRequiredService<ITimestampAuthority>().StampAsync(new byte[32], HashAlgorithmName.SHA256, ct);
        Assert.True(Rfc3161TimestampToken.TryDecode(stamp, out var token, out _));
        Assert.True(token.TokenInfo.Timestamp >= target - TimeSpan.FromSeconds(1), "the stamp lies before the sandbox's time");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/desk", ct)).StatusCode);
    }

    [Fact]
    public async Task Every_page_says_that_the_time_was_moved_and_that_nothing_is_real()
    {
        var ct = TestContext.Current.CancellationToken;
        using var browser = site.Browser();
        using var elsewhere = ordinary.Browser();
        var now = (await browser.GetFromJsonAsync<JsonElement>(Address, ct)).GetProperty("now").GetDateTimeOffset();
        await MoveAsync(browser, now + TimeSpan.FromHours(2));

        foreach (var page in new[] { "/", "/procurements", "/sign-in", "/nothing-here" })
        {
            var answer = await browser.GetAsync(page, ct);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(ct));
            Assert.Contains("演示系统", text, StringComparison.Ordinal);
            Assert.Contains("不是真实时间", text, StringComparison.Ordinal);
        }

        var other = WebUtility.HtmlDecode(await elsewhere.GetStringAsync("/", ct));
        Assert.Contains("演示系统", other, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong>沙箱</strong>", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_refuses_what_is_no_instant_and_what_is_past()
    {
        using var browser = site.Browser();
        foreach (var body in new[] { "", "{", "{}", "\"2030-01-01\"", """{"advanceTo":"tomorrow"}""", """{"advanceTo":"2030-01-01T09:00:00"}""", """{"advanceTo":"2999-01-01T09:00:00Z"}""" })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            await AssertProblemAsync(await browser.PostAsync(Address, content, TestContext.Current.CancellationToken), HttpStatusCode.BadRequest, "sandbox-clock-time");
        }

        await AssertProblemAsync(
            await browser.PostAsJsonAsync(Address, new { advanceTo = "2026-01-01T09:00:00+08:00" }, TestContext.Current.CancellationToken), HttpStatusCode.Conflict, "sandbox-clock-backwards");
    }

    [Fact]
    public async Task Where_there_is_no_sandbox_there_is_no_such_address()
    {
        using var browser = ordinary.Browser();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Address, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await browser.PostAsJsonAsync(Address, new { advanceTo = "2030-01-01T09:00:00+08:00" }, TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<JsonElement> MoveAsync(HttpClient browser, DateTimeOffset target)
    {
        var answer = await browser.PostAsJsonAsync(
            Address, new { advanceTo = target.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    private async Task<ProcurementStatus> StatusAsync(Guid id) =>
        (await site.Services.GetRequiredService<OperationRunner>().RunAsync<GetProcurement, ProcurementDetails>(Actor.Public, get => get.ExecuteAsync(id))).Status;

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    /// <summary>The host as a sandbox.</summary>
    public sealed class Site : TestSite
    {
        protected override IReadOnlyDictionary<string, string?> Settings { get; } = new Dictionary<string, string?>
        {
            ["Sandbox:ClockFactor"] = "1",
            ["RateLimits:SignInsPerMinute"] = "100000",
        };
    }
}

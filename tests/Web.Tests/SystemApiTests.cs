using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Web.Tests;

/// <summary>The interface as a department's own system calls it.</summary>
public sealed class SystemApiTests(TestSite site)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer mk_0000")]
    [InlineData("Basic dXNlcjp3b3Jk")]
    public async Task Without_a_good_key_nothing_opens(string? authorization)
    {
        using var http = site.Browser();
        if (authorization is not null)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var address in new[] { "/api/v1/events", "/api/v1/cases", "/api/v1/cases/SP-1", "/api/v1/webhook-endpoints", "/api/v1/webhook-deliveries" })
        {
            var answer = await http.GetAsync(address, Stop);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("api-key", await CodeOfAsync(answer));
        }
    }

    [Fact]
    public async Task A_person_who_is_signed_in_is_not_a_system()
    {
        using var browser = await site.BrowserOfAsync("shenpi");

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/events", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_key_opens_what_its_scopes_name_and_nothing_else()
    {
        using var http = await SystemAsync(ApiScopes.ReadEvents);

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/api/v1/events", Stop)).StatusCode);
        var refused = await http.PutAsync("/api/v1/cases/SP-9", Json("{}"), Stop);
        Assert.Equal((HttpStatusCode.Forbidden, "api-scope"), (refused.StatusCode, await CodeOfAsync(refused)));
    }

    [Fact]
    public async Task A_case_is_handed_in_accepted_and_found_in_the_feed_under_its_own_number()
    {
        using var http = await SystemAsync(ApiScopes.WriteCases, ApiScopes.ReadCases, ApiScopes.ReadEvents);
        var head = (await http.GetFromJsonAsync<JsonElement>("/api/v1/events?after=1000000", Stop)).GetProperty("head").GetInt64();

        var created = await http.PutAsync("/api/v1/cases/SP-2026-0001", CaseOf("Filed"), Stop);
        var same = await http.PutAsync("/api/v1/cases/SP-2026-0001", CaseOf("Filed"), Stop);
        using var stale = Put("/api/v1/cases/SP-2026-0001", CaseOf("Accepted"), "\"v7\"");
        var refused = await http.SendAsync(stale, Stop);
        using var fresh = Put("/api/v1/cases/SP-2026-0001", CaseOf("Accepted"), created.Headers.ETag!.Tag);
        var accepted = await http.SendAsync(fresh, Stop);

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK],
            [created.StatusCode, same.StatusCode, refused.StatusCode, accepted.StatusCode]);
        Assert.Equal("\"v2\"", accepted.Headers.ETag!.Tag);
        var found = await http.GetFromJsonAsync<JsonElement>("/api/v1/cases/SP-2026-0001", Stop);
        Assert.Equal("Dispatched", found.GetProperty("tasks")[0].GetProperty("status").GetString());

        var types = new List<string>();
        for (var after = head; types.Count(type => type == "task.dispatched") < 2;)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"/api/v1/events?after={after}&wait=20", Stop);
            foreach (var one in page.GetProperty("events").EnumerateArray().Where(one => one.GetProperty("externalNumber").GetString() == "SP-2026-0001"))
            {
                types.Add(one.GetProperty("type").GetString()!);
            }

            after = page.GetProperty("next").GetInt64();
        }

        Assert.Equal(["case.filed", "case.accepted", "task.dispatched", "task.dispatched"], types);
    }

    [Fact]
    public async Task A_request_with_an_idempotency_key_is_answered_the_same_again_and_needs_one()
    {
        using var http = await SystemAsync(ApiScopes.ManageWebhooks);
        const string Body = """{"url":"https://hooks.example/in","types":["task.dispatched"]}""";

        var without = await http.PostAsync("/api/v1/webhook-endpoints", Json(Body), Stop);
        var first = await PostAsync(http, "k-1", Body);
        var again = await PostAsync(http, "k-1", Body);
        var other = await PostAsync(http, "k-1", Body.Replace("in", "out", StringComparison.Ordinal));
        var inside = await PostAsync(http, "k-2", """{"url":"https://10.0.0.1/"}""");
        var broken = await PostAsync(http, "k-3", "{");

        Assert.Equal((HttpStatusCode.BadRequest, "idempotency-key-missing"), (without.StatusCode, await CodeOfAsync(without)));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Stop), await again.Content.ReadAsStringAsync(Stop));
        Assert.Equal("true", again.Headers.GetValues("Idempotent-Replayed").Single());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (other.StatusCode, await CodeOfAsync(other)));
        Assert.Equal((HttpStatusCode.Conflict, "webhook-address-inside"), (inside.StatusCode, await CodeOfAsync(inside)));
        Assert.Equal((HttpStatusCode.BadRequest, "json"), (broken.StatusCode, await CodeOfAsync(broken)));
    }

    private static HttpRequestMessage Put(string address, HttpContent content, string version)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = content };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue(version));
        return request;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string key, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhook-endpoints") { Content = Json(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await http.SendAsync(request, Stop);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static StringContent CaseOf(string status) => Json($$"""
        {
          "approvalItem": "建设工程规划许可",
          "project": { "code": "2610-430104-04-01-777001", "name": "对接测试住宅", "site": "云谷路", "buildingAreaSquareMetres": 21000, "isResidential": true },
          "owner": { "name": "对接测试置业有限公司", "creditCode": "{{CreditCodeOf("91430100MA7TEST00")}}" },
          "status": "{{status}}",
          "acceptedBy": {{(status == "Accepted" ? "\"李思齐\"" : "null")}}
        }
        """);

    [Fact]
    public async Task The_result_panel_may_be_framed_by_the_departments_sites_and_by_nobody_else()
    {
        using var http = await SystemAsync(ApiScopes.WriteCases, ApiScopes.ReadCases);
        await http.PutAsync("/api/v1/cases/SP-2026-0707", CaseOf("Accepted"), Stop);
        await site.Services.GetRequiredService<OperationRunner>().RunAsync(
            await site.PersonAsync("shenpi"), (SetEmbeddingSites set) => set.ExecuteAsync(["https://oa.example.gov.cn"]), Stop);

        var made = await http.PostAsync("/api/v1/cases/SP-2026-0707/panel?minutes=5", null, Stop);
        var link = (await made.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("url").GetString()!;
        using var browser = site.Browser();
        var panel = await browser.GetAsync(new Uri(link).PathAndQuery, Stop);
        var forged = await browser.GetAsync(new Uri(link).PathAndQuery[..^6] + "AAAAAA", Stop);

        Assert.Contains("SP-2026-0707", await panel.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors https://oa.example.gov.cn", Assert.Single(panel.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(panel.Headers.Contains("X-Frame-Options"));
        Assert.True(panel.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.EndsWith("frame-ancestors 'none'", Assert.Single(forged.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    private static string CreditCodeOf(string first17) => first17.Replace('S', 'R').Replace('O', '0') is var code ? code + CreditCode.CheckCharacter(code) : "";

    private static async Task<string> CodeOfAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("code").GetString()!;

    private Task<HttpClient> SystemAsync(params string[] scopes) => site.SystemAsync(scopes);
}

using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Market.Marketplace.Integration;

namespace Market.Web.Tests;

/// <summary>What a careless or hostile integrator sends: each is answered with a problem document that says what is wrong, and changes nothing.</summary>
public sealed class HostileRequestTests(TestSite site)
{
    private const string Nobody = "00000000-0000-0000-0000-000000000000";

    private const string Case =
        """{"approvalItem":"建设工程规划许可","status":"Filed","project":{"code":"2611-430104-04-01-100777","name":"n","site":"s","buildingAreaSquareMetres":1,"isResidential":true},"owner":{"name":"n","creditCode":"91430104MA4L99981E"}}""";

    private const string HugeCase =
        """{"approvalItem":"建设工程规划许可","status":"Filed","project":{"code":"2611-430104-04-01-100778","name":"n","site":"s","buildingAreaSquareMetres":99999999999999999999999,"isResidential":true},"owner":{"name":"n","creditCode":"91430104MA4L99981E"}}""";

    private const string NullCase =
        """{"approvalItem":"建设工程规划许可","status":"Filed","project":{"code":"2611-430104-04-01-100779","name":"a\u0000b","site":"s","buildingAreaSquareMetres":1,"isResidential":true},"owner":{"name":"n","creditCode":"91430104MA4L99981E"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PUT", "/api/v1/agencies/019a0000-0000-7000-8000-000000000000", "GET")]
    [InlineData("DELETE", "/api/v1/cases/HX-1", "GET, PUT")]
    [InlineData("POST", "/api/v1/events", "GET")]
    [InlineData("PUT", "/api/v1/webhook-endpoints", "GET, POST")]
    [InlineData("GET", $"/api/v1/tasks/{Nobody}/acceptance", "POST")]
    [InlineData("DELETE", "/api/v1/service-items", "GET")]
    [InlineData("GET", "/api/v1/verifications", "POST")]
    public async Task A_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes(string method, string address, string allowed)
    {
        using var answer = await SendAsync(method, address);

        Assert.Equal((405, "method-not-allowed"), (Status(answer), await CodeOfAsync(answer)));
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    public async Task Content_of_another_type_is_refused(string type)
    {
        using var put = await SendAsync("PUT", "/api/v1/cases/HX-1", Case, type: type);
        using var post = await SendAsync("POST", "/api/v1/webhook-endpoints", """{"url":"https://h.example/"}""", type: type);

        Assert.Equal((415, "content-type"), (Status(put), await CodeOfAsync(put)));
        Assert.Equal((415, "content-type"), (Status(post), await CodeOfAsync(post)));
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("{", "$")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("{\"status\":\"Eaten\"}", "$.status")]
    [InlineData("{\"status\":99}", "$.status")]
    [InlineData("{\"project\":{\"buildingAreaSquareMetres\":\"many\"}}", "$.project.buildingAreaSquareMetres")]
    [InlineData("{\"project\":{\"name\":\"a\\ud800b\"}}", "$.project.name")]
    public async Task Json_that_cannot_be_read_is_refused_with_the_place(string body, string place)
    {
        using var answer = await SendAsync("PUT", "/api/v1/cases/HX-1", body);

        Assert.Equal(400, Status(answer));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.Equal("json", problem.GetProperty("code").GetString());
        Assert.Contains($"{place} ", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/cases/HX-1", "{}", 409, "outside-case-incomplete")]
    [InlineData("PUT", "/api/v1/cases/a%20b", Case, 409, "external-number")]
    [InlineData("POST", "/api/v1/cases/HX-404/panel", null, 404, "not-found")]
    [InlineData("POST", "/api/v1/cases/HX-404/panel?minutes=x", null, 400, "bad-request")]
    [InlineData("POST", "/api/v1/reconciliations/2026-13-45", null, 400, "bad-request")]
    [InlineData("POST", "/api/v1/reconciliations/2999-01-01", null, 409, "day-ahead")]
    [InlineData("POST", "/api/v1/reconciliations/0001-01-01", null, 409, "day-too-early")]
    [InlineData("PUT", "/api/v1/cases/HX-3", HugeCase, 409, "project-area-too-big")]
    [InlineData("PUT", "/api/v1/cases/HX-4", NullCase, 409, "text-markup")]
    [InlineData("POST", "/api/v1/reconciliations/2026-01-05", "{\"cases\":[null]}", 400, "json")]
    [InlineData("POST", "/api/v1/webhook-endpoints", "{\"url\":\"https://h.example/\",\"types\":[null]}", 409, "event-type-unknown")]
    [InlineData("POST", $"/api/v1/webhook-endpoints/{Nobody}/status", "{}", 400, "json")]
    [InlineData("POST", $"/api/v1/webhook-endpoints/{Nobody}/status", "{\"active\":false}", 404, "not-found")]
    [InlineData("GET", "/api/v1/events?after=99999999999999999999", null, 400, "bad-request")]
    [InlineData("GET", $"/api/v1/cases?cursor={Nobody}", null, 404, "not-found")]
    [InlineData("GET", "/api/v1/nothing", null, 404, "not-found")]
    [InlineData("PUT", "/api/v1/nothing", null, 404, "not-found")]
    [InlineData("GET", "/api/v1/tasks/notaguid", null, 404, "not-found")]
    [InlineData("DELETE", "/api/v1/agencies/notaguid", null, 404, "not-found")]
    public async Task What_makes_no_sense_is_refused_in_words(string method, string address, string? body, int status, string code)
    {
        using var answer = await SendAsync(method, address, body, idempotencyKey: $"{method} {address} {body}");

        Assert.Equal((status, code), (Status(answer), await CodeOfAsync(answer)));
    }

    [Theory]
    [InlineData("\"v99\"", 412, "changed-meanwhile")]
    [InlineData("*", 400, "if-match")]
    [InlineData("W/\"v1\"", 400, "if-match")]
    [InlineData("\"v-1\"", 400, "if-match")]
    [InlineData("\"v", 400, "if-match")]
    [InlineData("\"", 400, "if-match")]
    public async Task A_version_that_is_none_of_ours_or_stale_changes_nothing(string ifMatch, int status, string code)
    {
        using var answer = await SendAsync("PUT", "/api/v1/cases/HX-2", Case, ifMatch: ifMatch);
        using var after = await SendAsync("GET", "/api/v1/cases/HX-2");

        Assert.Equal((status, code), (Status(answer), await CodeOfAsync(answer)));
        Assert.Equal(404, Status(after));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_with_the_limit()
    {
        using var answer = await SendAsync("PUT", "/api/v1/cases/HX-1", $"{{\"approvalItem\":\"{new string('x', 300_000)}\"}}");

        Assert.Equal((413, "request-too-big"), (Status(answer), await CodeOfAsync(answer)));
    }

    [Fact]
    public async Task A_task_is_answered_only_with_a_version_and_a_key_of_the_request()
    {
        using var agency = await site.SystemOfAsync("guanli1", "guanli1", ApiScopes.AnswerTasks);

        using var unversioned = await SendAsync("POST", $"/api/v1/tasks/{Nobody}/acceptance", idempotencyKey: "h-1", system: agency);
        using var reasonless = await SendAsync("POST", $"/api/v1/tasks/{Nobody}/declination", "{}", idempotencyKey: "h-2", ifMatch: "\"v1\"", system: agency);
        using var keyless = await SendAsync("POST", $"/api/v1/tasks/{Nobody}/acceptance", ifMatch: "\"v1\"", system: agency);
        using var nothing = await SendAsync("POST", $"/api/v1/tasks/{Nobody}/acceptance", idempotencyKey: "h-3", ifMatch: "\"v1\"", system: agency);
        using var unallowed = await SendAsync("POST", $"/api/v1/tasks/{Nobody}/acceptance", idempotencyKey: "h-4", ifMatch: "\"v1\"");

        Assert.Equal((428, "if-match-missing"), (Status(unversioned), await CodeOfAsync(unversioned)));
        Assert.Equal((400, "json"), (Status(reasonless), await CodeOfAsync(reasonless)));
        Assert.Equal((400, "idempotency-key-missing"), (Status(keyless), await CodeOfAsync(keyless)));
        Assert.Equal((404, "not-found"), (Status(nothing), await CodeOfAsync(nothing)));
        Assert.Equal((403, "api-scope"), (Status(unallowed), await CodeOfAsync(unallowed)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/agencies")]
    [InlineData("/api/v1/service-items")]
    public async Task Whoever_asks_for_the_head_only_is_answered_as_for_the_whole(string address)
    {
        using var browser = site.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Head, address);

        Assert.Equal(200, Status(await browser.SendAsync(request, Stop)));
    }

    private static int Status(HttpResponseMessage answer) => (int)answer.StatusCode;

    private static async Task<string> CodeOfAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem.GetProperty("code").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string address, string? body = null, string type = "application/json", string? ifMatch = null, string? idempotencyKey = null, HttpClient? system = null)
    {
        using var own = system is null ? await site.SystemAsync(ApiScopes.ReadEvents, ApiScopes.ReadCases, ApiScopes.WriteCases, ApiScopes.ManageWebhooks) : null;
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await (system ?? own!).SendAsync(request, Stop);
    }
}

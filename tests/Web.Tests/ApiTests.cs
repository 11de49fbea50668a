using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Market.Web.Tests;

public sealed class ApiTests(TestSite site)
{
    [Theory]
    [InlineData("/api/v1/service-items/ZJ-9-99", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/api/v1/agencies/019a0000-0000-7000-8000-000000000000", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/api/v1/no-such-thing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/api/v1/agencies?page=many", HttpStatusCode.BadRequest, "bad-request")]
    public async Task Every_refusal_is_a_problem_document_with_code_and_trace(string address, HttpStatusCode status, string code)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync(address, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"/problems/{code}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task The_list_of_service_items_is_paged_and_readable()
    {
        using var browser = site.Browser();

        var text = await browser.GetStringAsync("/api/v1/service-items?size=3&page=2", TestContext.Current.CancellationToken);

        var list = JsonDocument.Parse(text).RootElement;
        Assert.Equal(3, list.GetProperty("rows").GetArrayLength());
        Assert.Equal(2, list.GetProperty("page").GetInt32());
        Assert.Contains(list.GetProperty("rows")[0].GetProperty("name").GetString()!, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_names_every_open_address()
    {
        using var browser = site.Browser();

        var description = await browser.GetFromJsonAsync<JsonElement>("/openapi/v1.json", TestContext.Current.CancellationToken);

        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order();
        Assert.Equal(
            [
                "/api/v1/agencies", "/api/v1/agencies/{id}", "/api/v1/cases", "/api/v1/cases/{externalNumber}", "/api/v1/cases/{externalNumber}/panel", "/api/v1/events", "/api/v1/notices",
                "/api/v1/notices/{id}", "/api/v1/province/imports", "/api/v1/reconciliations/{day}",
                "/api/v1/results/{id}/package",
                "/api/v1/service-items", "/api/v1/service-items/{code}", "/api/v1/tasks/{id}", "/api/v1/tasks/{id}/acceptance",
                "/api/v1/tasks/{id}/declination", "/api/v1/verifications", "/api/v1/webhook-deliveries", "/api/v1/webhook-endpoints",
                "/api/v1/webhook-endpoints/{id}/replay", "/api/v1/webhook-endpoints/{id}/secret", "/api/v1/webhook-endpoints/{id}/status",
                "/api/v1/webhook-endpoints/{id}/test", "/draws/{id}/proof.json",
                "/notices/feed.json", "/notices/rss.xml", "/ocds/records/{ocid}.json", "/ocds/releases.json",
                "/procurements/feed.json", "/procurements/rss.xml",
            ],
            paths);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task A_healthy_server_says_so_to_anyone(string address)
    {
        using var browser = site.Browser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);
    }
}

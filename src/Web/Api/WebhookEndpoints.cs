using System.Text.Json.Serialization;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Webhooks;
using Market.Web.Identity;

namespace Market.Web.Api;

/// <summary>Webhooks for programs: enter, steer, look at the log, send again.</summary>
internal static class WebhookEndpoints
{
    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        var hooks = api.MapGroup("/webhook-endpoints").WithTags("Webhooks");
        hooks.MapGet("", ListAsync).RequireScope(ApiScopes.ManageWebhooks).WithSummary("Your endpoints and how they fare")
            .Produces<IReadOnlyList<WebhookRow>>().Closed();
        hooks.MapPost("", (Delegate)EnterAsync).RequireScope(ApiScopes.ManageWebhooks).Accepts<NewEndpoint>("application/json")
            .WithSummary("Enter an address; the answer holds the secret, this once")
            .WithDescription("Webhooks follow Standard Webhooks 1.0.0: webhook-id (the same on every attempt), webhook-timestamp, webhook-signature (v1, HMAC-SHA256; two of them for a "
                + "day after the secret was exchanged). Answer 2xx within 10 seconds. Everything else is tried again for 15 days with the same bytes; 410 disables the "
                + "endpoint, 429 and 503 with Retry-After are obeyed, redirects are not followed. Events of one case arrive in order.")
            .Produces<WebhookSecret>(StatusCodes.Status201Created).Conditional();
        hooks.MapPost("/{id:guid}/secret", RotateAsync).RequireScope(ApiScopes.ManageWebhooks)
            .WithSummary("Exchange the secret; for a day both sign").Produces<WebhookSecret>().Conditional();
        hooks.MapPost("/{id:guid}/test", TryAsync).RequireScope(ApiScopes.ManageWebhooks).WithSummary("Send a test event").Produces<Guid>().Conditional();
        hooks.MapPost("/{id:guid}/replay", ReplayAsync).RequireScope(ApiScopes.ManageWebhooks).Accepts<Replay>("application/json")
            .WithSummary("Send again: one delivery, or a range of positions").Produces<int>().Conditional();
        hooks.MapPost("/{id:guid}/status", SwitchAsync).RequireScope(ApiScopes.ManageWebhooks).Accepts<Switch>("application/json")
            .WithSummary("Stop sending, or begin again with what has waited").Produces<Guid>().Conditional();
        api.MapGet("/webhook-deliveries", DeliveriesAsync).WithTags("Webhooks").RequireScope(ApiScopes.ManageWebhooks)
            .WithSummary("The log of deliveries, the latest first").Produces<PagedList<WebhookDeliveryRow>>().Closed();
    }

    /// <summary>An endpoint to be entered; no types means all events.</summary>
    internal sealed record NewEndpoint(string Url, IReadOnlyList<string>? Types = null);

    /// <summary>What to send again.</summary>
    internal sealed record Replay(Guid? DeliveryId = null, long? From = null, long? To = null);

    /// <summary>Whether to send.</summary>
    internal sealed record Switch([property: JsonRequired] bool Active);

    private static async Task<IResult> ListAsync(MarketSession market, HttpContext http) =>
        Results.Ok(await market.RunAsync((ListWebhooks list) => list.ExecuteAsync(), http.RequestAborted));

    private static async Task<IResult> EnterAsync(HttpContext http)
    {
        var body = await http.Request.ReadBodyAsync();
        var entry = http.Request.Parse<NewEndpoint>(body);
        return await http.OnceAsync(body, StatusCodes.Status201Created, (EnterWebhook enter) => enter.ExecuteAsync(entry.Url, entry.Types));
    }

    private static Task<IResult> RotateAsync(Guid id, HttpContext http) =>
        http.OnceAsync([], StatusCodes.Status200OK, (RotateWebhookSecret rotate) => rotate.ExecuteAsync(id));

    private static Task<IResult> TryAsync(Guid id, HttpContext http) =>
        http.OnceAsync([], StatusCodes.Status200OK, (TryWebhook attempt) => attempt.ExecuteAsync(id));

    private static async Task<IResult> ReplayAsync(Guid id, HttpContext http)
    {
        var body = await http.Request.ReadBodyAsync();
        var wanted = http.Request.Parse<Replay>(body);
        return await http.OnceAsync(
            body, StatusCodes.Status200OK, (ReplayWebhooks replay) => replay.ExecuteAsync(id, wanted.DeliveryId, wanted.From, wanted.To));
    }

    private static async Task<IResult> SwitchAsync(Guid id, HttpContext http)
    {
        var body = await http.Request.ReadBodyAsync();
        var active = http.Request.Parse<Switch>(body).Active;
        return await http.OnceAsync(body, StatusCodes.Status200OK, (SwitchWebhook change) => change.ExecuteAsync(id, active));
    }

    private static async Task<IResult> DeliveriesAsync(
        MarketSession market, HttpContext http, Guid? endpoint = null, DeliveryStatus? status = null, int page = 1, int size = 50) =>
        Results.Ok(await market.RunAsync(
            (ListWebhookDeliveries list) => list.ExecuteAsync(new PageRequest(null, page, size), endpoint, status), http.RequestAborted));
}

using System.Text.Json.Serialization;
using Market.Marketplace.Feed;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.TaskOrders;
using Market.Web.Identity;

namespace Market.Web.Api;

/// <summary>What the systems of departments, agencies and owners call: the feed, cases handed in, task orders answered.</summary>
internal static class SystemEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);

    public static void MapSystems(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", ReadAsync).WithTags("Events").RequireScope(ApiScopes.ReadEvents)
            .WithSummary("The feed of your organisation: positions 1, 2, 3 and so on without a gap, kept for ever")
            .WithDescription("Ask after the last position you have handled. next is what to ask after next time, head the last position there is; type filters by event "
                + "types, parted by commas, and does not disturb next. wait holds the answer back, up to 30 seconds, until something comes. Unknown types must be passed over.")
            .Produces<FeedPage>().Closed();

        var cases = api.MapGroup("/cases").WithTags("Cases");
        cases.MapPut("/{externalNumber}", PutCaseAsync).RequireScope(ApiScopes.WriteCases)
            .WithSummary("Hand in a case of your approval system, or its acceptance; sending the same again changes nothing")
            .WithDescription("201 when it is new, 200 otherwise. Got no answer, or a 5xx, or 409 changed-meanwhile? It may have happened or not: send the same again.")
            .Accepts<OutsideCase>("application/json").Produces<PutCaseOutcome>().Produces<PutCaseOutcome>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed).Closed();
        cases.MapGet("/{externalNumber}", GetCaseAsync).RequireScope(ApiScopes.ReadCases)
            .WithSummary("A case by its number in your approval system, with its task orders and the results that have arrived")
            .Produces<OutsideCaseDetails>().ProducesProblem(StatusCodes.Status404NotFound).Closed();
        cases.MapGet("", ListCasesAsync).RequireScope(ApiScopes.ReadCases)
            .WithSummary("Your exchanged cases in the order in which they came; cursor is the next of the page before").Produces<OutsideCasePage>().Closed();

        cases.MapPost("/{externalNumber}/panel", MakeLinkAsync).RequireScope(ApiScopes.ReadCases)
            .WithSummary("A link to the result panel of a case, to be put into an iframe of your own page; ask for one each time the case is opened")
            .WithDescription("The link is signed and ends after minutes (1 to 480, 30 by default). Only the sites entered under 系统对接 can frame it.")
            .Produces<EmbeddedLink>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity).Closed();

        api.MapPost("/reconciliations/{day}", ReconcileAsync).WithTags("Cases").RequireScope(ApiScopes.ReadCases).Accepts<DayThere>("application/json")
            .WithSummary("The sheet of a day (对账单): what both sides have, and why one lacks something")
            .WithDescription("Send the numbers that your system has of the day; a list that is left out is not compared. It is kept for the sealed sheet of the day; "
                + "when that is out already and something is different, another takes its place.")
            .Produces<DaySheet>().ProducesProblem(StatusCodes.Status422UnprocessableEntity).Closed();

        var tasks = api.MapGroup("/tasks").WithTags("Task orders");
        tasks.MapGet("/{id:guid}", GetTaskAsync).RequireScope(ApiScopes.ReadCases)
            .WithSummary("A task order with its deadline and how it was assigned").Produces<TaskOrderDetails>().ProducesProblem(StatusCodes.Status404NotFound).Closed();
        tasks.MapPost("/{id:guid}/acceptance", AcceptAsync).RequireScope(ApiScopes.AnswerTasks)
            .WithSummary("Take a task order; needs If-Match and Idempotency-Key").Produces<TaskAcceptance>().Conditional();
        tasks.MapPost("/{id:guid}/declination", DeclineAsync).RequireScope(ApiScopes.AnswerTasks).Accepts<Declination>("application/json")
            .WithSummary("Do not take a task order, with the reason; needs If-Match and Idempotency-Key").Produces<TaskOrderStatus>().Conditional();
    }

    internal static RouteHandlerBuilder Closed(this RouteHandlerBuilder endpoint) =>
        endpoint.ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    internal static RouteHandlerBuilder Conditional(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired).Closed();

    /// <summary>Why a task order is not taken.</summary>
    internal sealed record Declination([property: JsonRequired] string Reason);

    private static async Task<IResult> ReadAsync(
        MarketSession market, TimeProvider clock, HttpContext http, long after = 0, int limit = 100, string? type = null, int wait = 0)
    {
        var types = type?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (begun, longest) = (clock.GetTimestamp(), TimeSpan.FromSeconds(Math.Max(wait, 0)) is var asked && asked < LongestWait ? asked : LongestWait);
        while (true)
        {
            var page = await market.RunAsync((ReadFeed read) => read.ExecuteAsync(after, limit, types), http.RequestAborted);
            if (page.Events.Count > 0 || clock.GetElapsedTime(begun) >= longest)
            {
                return Results.Ok(page);
            }

            await Task.Delay(LookPeriod, clock, http.RequestAborted);
        }
    }

    private static async Task<IResult> PutCaseAsync(string externalNumber, MarketSession market, HttpContext http)
    {
        var content = http.Request.Parse<OutsideCase>(await http.Request.ReadBodyAsync());
        var expected = http.Request.ExpectedVersion();
        try
        {
            var outcome = await market.RunAsync((PutCase put) => put.ExecuteAsync(externalNumber, content, expected), http.RequestAborted);
            http.Response.SetVersion(outcome.Version);
            return outcome.Created ? Results.Created($"/api/v1/cases/{externalNumber}", outcome) : Results.Ok(outcome);
        }
        catch (MarketplaceException refusal)
        {
            return Problems.Of(refusal, expected is not null);
        }
    }

    // The version counts what was handed in; what became of it here goes on without it, so the answer is never "not modified".
    private static async Task<IResult> GetCaseAsync(string externalNumber, MarketSession market, HttpContext http)
    {
        var found = await market.RunAsync((GetOutsideCase get) => get.ExecuteAsync(externalNumber), http.RequestAborted);
        http.Response.SetVersion(found.Version);
        return Results.Ok(found);
    }

    private static async Task<IResult> ListCasesAsync(MarketSession market, HttpContext http, Guid? cursor = null, int limit = 100) =>
        Results.Ok(await market.RunAsync((ListOutsideCases list) => list.ExecuteAsync(cursor, limit), http.RequestAborted));

    private static async Task<IResult> MakeLinkAsync(string externalNumber, MarketSession market, HttpContext http, int minutes = 30) =>
        Results.Ok(await market.RunAsync((MakeEmbeddedLink make) => make.ExecuteAsync(externalNumber, minutes), http.RequestAborted));

    private static async Task<IResult> ReconcileAsync(DateOnly day, MarketSession market, HttpContext http)
    {
        var body = await http.Request.ReadBodyAsync();
        var there = body.Length == 0 ? null : http.Request.Parse<DayThere>(body);
        if (there is not null && new[] { there.Cases, there.Tasks, there.Results }.Any(numbers => numbers?.Contains(null!) == true))
        {
            throw new BadApiRequestException("json", "null");
        }

        return Results.Ok(await market.RunAsync((ReconcileDay reconcile) => reconcile.ExecuteAsync(day, there), http.RequestAborted));
    }

    private static async Task<IResult> GetTaskAsync(Guid id, MarketSession market, HttpContext http)
    {
        var order = await market.RunAsync((GetTaskOrder get) => get.ExecuteAsync(id), http.RequestAborted);
        http.Response.SetVersion(order.Version);
        return http.Request.Has(order.Version) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Ok(order);
    }

    private static async Task<IResult> AcceptAsync(Guid id, HttpContext http) =>
        http.Request.ExpectedVersion() is { } version
            ? await http.OnceAsync([], StatusCodes.Status200OK, (AcceptTaskOrder accept) => accept.ExecuteAsync(id, version))
            : Problems.Of("if-match-missing");

    private static async Task<IResult> DeclineAsync(Guid id, HttpContext http)
    {
        var body = await http.Request.ReadBodyAsync();
        var reason = http.Request.Parse<Declination>(body).Reason;
        return http.Request.ExpectedVersion() is { } version
            ? await http.OnceAsync(body, StatusCodes.Status200OK, (DeclineTaskOrder decline) => decline.ExecuteAsync(id, version, reason))
            : Problems.Of("if-match-missing");
    }
}

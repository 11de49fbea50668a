using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Web.Identity;
using Market.Web.Public;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Market.Web.Api;

/// <summary>The open interface, version 1: what the public pages show, for programs.</summary>
internal static class MarketApi
{
    public static void AddMarketApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
            options.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(allowIntegerValues: false));
        });
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Market 中介服务超市";
            document.Info.Description = "Public records of the supermarket, the check of sealed results, and - with a key, as Authorization: Bearer - the feed, cases, task orders and webhooks of your organisation. Refusals are RFC 9457 problem documents with a stable code and a traceId.";
            return Task.CompletedTask;
        }));
    }

    public static void MapMarketApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi().AllowAnonymous();
        var api = app.MapGroup("/api/v1").AllowAnonymous();

        var items = api.MapGroup("/service-items").WithTags("Service items");
        items.MapGet("", ListItemsAsync).WithSummary("Published service items").ProducesProblem(StatusCodes.Status400BadRequest);
        items.MapGet("/{code}", GetItemAsync).WithSummary("One service item with all its terms").ProducesProblem(StatusCodes.Status404NotFound);

        var agencies = api.MapGroup("/agencies").WithTags("Agencies");
        agencies.MapGet("", ListAgenciesAsync).WithSummary("Admitted agencies");
        agencies.MapGet("/{id:guid}", GetAgencyAsync).WithSummary("One agency with qualifications and record").ProducesProblem(StatusCodes.Status404NotFound);

        var notices = api.MapGroup("/notices").WithTags("Notices");
        notices.MapGet("", ListNoticesAsync).WithSummary("Public notices, newest first");
        notices.MapGet("/{id:guid}", GetNoticeAsync).WithSummary("One notice with the evidence of its assignment").ProducesProblem(StatusCodes.Status404NotFound);

        api.MapVerifications();
        api.MapSystems();
        api.MapWebhooks();
        ResultPackages.MapApi(api);
    }

    private static async Task<Ok<PagedList<ServiceItemSummary>>> ListItemsAsync(
        MarketSession market, string? search, int page = 1, int size = 20) =>
        TypedResults.Ok(await market.RunAsync((ListServiceItems list) => list.ExecuteAsync(new PageRequest(search, page, size))));

    private static async Task<Ok<ServiceItemDetails>> GetItemAsync(string code, MarketSession market) =>
        TypedResults.Ok(await market.RunAsync((GetServiceItem get) => get.ExecuteAsync(code)));

    private static async Task<Ok<PagedList<AgencySummary>>> ListAgenciesAsync(
        MarketSession market, string? search, string? qualification, int page = 1, int size = 20) =>
        TypedResults.Ok(await market.RunAsync((ListAgencies list) => list.ExecuteAsync(new PageRequest(search, page, size), qualification)));

    private static async Task<Ok<AgencyDetails>> GetAgencyAsync(Guid id, MarketSession market) =>
        TypedResults.Ok(await market.RunAsync((GetAgency get) => get.ExecuteAsync(id)));

    private static async Task<Ok<PagedList<NoticeSummary>>> ListNoticesAsync(
        MarketSession market, string? search, int page = 1, int size = 20) =>
        TypedResults.Ok(await market.RunAsync((ListNotices list) => list.ExecuteAsync(new PageRequest(search, page, size))));

    private static async Task<Ok<NoticeDetails>> GetNoticeAsync(Guid id, MarketSession market) =>
        TypedResults.Ok(await market.RunAsync((GetNotice get) => get.ExecuteAsync(id)));
}

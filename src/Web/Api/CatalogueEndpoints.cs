using Market.Marketplace.Catalogue;
using Market.Marketplace.Province;
using Market.Web.Identity;

namespace Market.Web.Api;

/// <summary>The catalogue as files, and the province's data by program.</summary>
internal static class CatalogueEndpoints
{
    public static void MapCatalogueFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/items.csv", async (MarketSession market, CancellationToken ct) => Results.File(
            await market.RunAsync((ExportCatalogue export) => export.ExecuteAsync(CatalogueFormat.Csv), ct), "text/csv; charset=utf-8", "items.csv"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/items.json", async (MarketSession market, CancellationToken ct) => Results.File(
            await market.RunAsync((ExportCatalogue export) => export.ExecuteAsync(CatalogueFormat.Json), ct), "application/json"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/api/v1/province/imports", ImportAsync).RequireAuthorization().RequireAntiforgery()
            .WithTags("Province").WithSummary("Takes over agencies, results and ratings of the province's supermarket; dryRun shows the conflicts only");
    }

    private static async Task<IResult> ImportAsync(bool? dryRun, HttpRequest request, MarketSession market, CancellationToken ct)
    {
        if (request.ContentLength > CatalogueLimits.LargestFile)
        {
            return Problems.Of("body-too-big");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return Results.Ok(await market.RunAsync((ImportProvince import) => import.ExecuteAsync(body.ToArray(), dryRun ?? true), ct));
    }
}

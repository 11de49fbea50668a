using Market.Marketplace.TaskOrders;
using Market.Web.Identity;

namespace Market.Web.Features.Settlement;

/// <summary>The settlement sheet as a table for other programs, and as a sealed document.</summary>
internal static class SettlementEndpoints
{
    public static void MapSettlement(this IEndpointRouteBuilder app)
    {
        app.MapGet("/settlement.csv", async (DateOnly from, DateOnly to, MarketSession market, HttpContext http) =>
        {
            var sheet = await market.RunAsync((GetSettlement get) => get.ExecuteAsync(from, to), http.RequestAborted);
            return TypedResults.File(sheet.ToCsv(), "text/csv", $"settlement-{from:yyyyMMdd}-{to:yyyyMMdd}.csv");
        }).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/settlement.pdf", async (DateOnly from, DateOnly to, MarketSession market, HttpContext http) =>
        {
            var file = await market.RunAsync((DrawSettlement draw) => draw.ExecuteAsync(from, to), http.RequestAborted);
            return TypedResults.File(file, "application/pdf", $"settlement-{from:yyyyMMdd}-{to:yyyyMMdd}.pdf");
        }).RequireAuthorization().ExcludeFromDescription();
    }
}

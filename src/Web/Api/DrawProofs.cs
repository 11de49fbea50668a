using System.Text.Json;
using Market.Marketplace.Operations;
using Market.Marketplace.Selection;
using Market.Web.Identity;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Market.Web.Api;

/// <summary>The proofs of draws, beside the pages that show them.</summary>
internal static class DrawProofs
{
    public static void MapDrawProofs(this IEndpointRouteBuilder app) =>
        app.MapGet("/draws/{id}/proof.json", GetAsync).AllowAnonymous().WithTags("Draws")
            .WithSummary("Everything by which anybody recomputes a draw; id or number").Produces<DrawProof>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(string id, MarketSession market, IOptions<JsonOptions> json, HttpResponse response)
    {
        DrawDetails draw;
        try
        {
            draw = await market.RunAsync((GetDraw get) => get.ExecuteAsync(id));
        }
        catch (NotFoundException refusal)
        {
            return Problems.Of(refusal);
        }

        // What is finished never changes; before that every reader must see the newest.
        var finished = draw.Status == DrawStatus.Finished;
        response.Headers.CacheControl = finished ? "public, max-age=86400, immutable" : "no-cache";
        return Results.Bytes(
            JsonSerializer.SerializeToUtf8Bytes(DrawProof.Of(draw), json.Value.SerializerOptions), "application/json; charset=utf-8",
            entityTag: finished ? new EntityTagHeaderValue($"\"{draw.Seed}\"") : null);
    }
}

using Market.Development;

namespace Market.Web.Hosting;

/// <summary>What exists on a development machine only.</summary>
internal static class DevelopmentEndpoints
{
    private const string Query = "application/timestamp-query";
    private const string Reply = "application/timestamp-reply";
    private const int LargestQuery = 16 * 1024;

    /// <summary><c>POST /dev/tsa</c> and, with SM2, <c>POST /dev/tsa/sm2</c>: the embedded time-stamp authorities over HTTP (RFC 3161, 3.4); and a
    /// receiver that takes the demonstration's webhooks.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Demonstration.DemonstrationIntegration.Receiver, () => Results.NoContent()).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        MapAuthority(app, "/dev/tsa", pki => pki.TimestampAuthority);
        MapAuthority(app, "/dev/tsa/sm2", pki => pki.Sm2.TimestampAuthority);
    }

    private static void MapAuthority(IEndpointRouteBuilder app, string path, Func<DevelopmentPki, DevelopmentTimestampAuthority> authority) =>
        app.MapPost(path, async (HttpRequest request, DevelopmentPki pki) =>
        {
            if (request.ContentType != Query || request.ContentLength is null or > LargestQuery)
            {
                return Api.Problems.Of("bad-request");
            }

            var query = new byte[(int)request.ContentLength];
            await request.Body.ReadExactlyAsync(query);
            return Results.Bytes(authority(pki).Respond(query), Reply);
        }).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
}

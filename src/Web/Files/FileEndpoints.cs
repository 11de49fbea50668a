using Market.Marketplace.Contracts;
using Market.Marketplace.Documents;
using Market.Marketplace.Notices;
using Market.Marketplace.Procurements;
using Market.Web.Identity;
using Microsoft.Net.Http.Headers;

namespace Market.Web.Files;

/// <summary>Downloads: named (RFC 6266), resumable (ranges), and only for those who may see the file.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/files/{id:guid}", DownloadAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/procurements/{id:guid}/plans/{code}", ReadPlanAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/official-notices/{id:guid}/file", ReadNoticeAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/contracts/{id:guid}/file", ReadContractAsync).RequireAuthorization().ExcludeFromDescription();
    }

    private static async Task<IResult> DownloadAsync(Guid id, bool? view, MarketSession market, HttpContext http) =>
        Send(await market.RunAsync((OpenFile open) => open.ExecuteAsync(id), http.RequestAborted), view, http);

    private static async Task<IResult> ReadPlanAsync(Guid id, string code, MarketSession market, HttpContext http) =>
        Send(await market.RunAsync((OpenOfferPlan open) => open.ExecuteAsync(id, code), http.RequestAborted), view: true, http);

    private static async Task<IResult> ReadNoticeAsync(Guid id, bool? view, MarketSession market, HttpContext http) =>
        Send(await market.RunAsync((OpenOfficialNotice open) => open.ExecuteAsync(id), http.RequestAborted), view, http);

    private static async Task<IResult> ReadContractAsync(Guid id, bool? view, MarketSession market, HttpContext http) =>
        Send(await market.RunAsync((OpenContract open) => open.ExecuteAsync(id), http.RequestAborted), view, http);

    private static IResult Send(OpenedFile file, bool? view, HttpContext http)
    {
        // The bytes never change, so their digest is the strongest entity tag there is.
        var tag = new EntityTagHeaderValue($"\"{file.Sha256}\"");
        http.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(file.Sha256))}:";
        if (view == true)
        {
            // Reading in the browser: same bytes, shown instead of saved.
            var disposition = new ContentDispositionHeaderValue("inline");
            disposition.SetHttpFileName(file.Name);
            http.Response.Headers.ContentDisposition = disposition.ToString();
        }

        return Results.Stream(
            file.Content, file.MediaType, view == true ? null : file.Name, entityTag: tag, enableRangeProcessing: true);
    }
}

using Market.Marketplace.Results;
using Market.Web.Hosting;
using Market.Web.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Public;

/// <summary>凭提取码提取: the form of a result's public page answers with the sealed file, or leads back to the page that says why not.</summary>
internal static class AccessByCode
{
    /// <summary>In the address of the page after a wrong code.</summary>
    public const string Wrong = "wrong";

    public static void MapAccessByCode(this IEndpointRouteBuilder app) =>
        app.MapPost("/verify/{publicId}/file", TakeAsync).AllowAnonymous().RequireRateLimiting(RateLimits.AccessCode).ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(string publicId, [FromForm] string? code, MarketSession market, HttpContext http)
    {
        var file = await market.RunAsync((TakeByAccessCode take) => take.ExecuteAsync(publicId, code), http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        return file is null
            ? Results.LocalRedirect($"~/verify/{Uri.EscapeDataString(publicId)}?taking={Wrong}#take")
            : Results.Stream(file.Content, file.MediaType, file.Name);
    }
}

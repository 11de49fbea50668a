using Market.Marketplace.Albums;
using Market.Marketplace.Results;
using Market.Marketplace.Verification;
using Market.Web.Hosting;
using Market.Web.Identity;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;

namespace Market.Web.Public;

/// <summary>凭提取码提取: the form of a result's public page answers with the sealed file, or with a page of all files of an album, or leads back to
/// the page that says why not. For an album the code is remembered for half an hour, sealed in a cookie of that one result.</summary>
internal sealed class AccessByCode(IDataProtectionProvider protection)
{
    /// <summary>In the address of the page after a wrong code.</summary>
    public const string Wrong = "wrong";

    private const string Cookie = "market-album";
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(30);
    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Market.AccessByCode").ToTimeLimitedDataProtector();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/verify/{publicId}/file", TakeAsync).AllowAnonymous().RequireRateLimiting(RateLimits.AccessCode).ExcludeFromDescription();
        app.MapGet("/verify/{publicId}/sheets/{position:int}", TakeSheetAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>The code this reader gave for the result a while ago; none otherwise.</summary>
    public string? CodeFor(HttpContext http, string publicId)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } ticket)
        {
            return null;
        }

        try
        {
            return _tickets.Unprotect(ticket).Split('|') is [var id, var code] && id == Normal(publicId) ? code : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, or not ours.
            return null;
        }
    }

    private static async Task<IResult> TakeAsync(string publicId, [FromForm] string? code, AccessByCode access, MarketSession market, HttpContext http)
    {
        var file = await market.RunAsync((TakeByAccessCode take) => take.ExecuteAsync(publicId, code), http.RequestAborted);
        http.Response.Headers.CacheControl = "no-store";
        if (file is null)
        {
            return Results.LocalRedirect($"~/verify/{Uri.EscapeDataString(publicId)}?taking={Wrong}#take");
        }

        if ((await market.RunAsync((GetPublicResult get) => get.ExecuteAsync(publicId), http.RequestAborted)).SheetCount == 0)
        {
            return Results.Stream(file.Content, file.MediaType, file.Name);
        }

        file.Dispose();
        access.Remember(http, publicId, code!);
        return Results.LocalRedirect($"~/verify/{Uri.EscapeDataString(publicId)}/sheets");
    }

    private static async Task<IResult> TakeSheetAsync(string publicId, int position, AccessByCode access, MarketSession market, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (access.CodeFor(http, publicId) is not { } code)
        {
            return Results.LocalRedirect($"~/verify/{Uri.EscapeDataString(publicId)}#take");
        }

        var file = await market.RunAsync((TakeSheetByCode take) => take.ExecuteAsync(publicId, code, position), http.RequestAborted);
        return Results.Stream(file.Content, file.MediaType, file.Name);
    }

    private void Remember(HttpContext http, string publicId, string code) => http.Response.Cookies.Append(
        Cookie,
        _tickets.Protect($"{Normal(publicId)}|{code.Replace("|", "", StringComparison.Ordinal)}", Remembered),
        new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Remembered,
            Path = $"{http.Request.PathBase}/verify",
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        });

    private static string Normal(string publicId) => publicId.Trim().ToUpperInvariant();
}

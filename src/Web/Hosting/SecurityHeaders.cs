using Microsoft.AspNetCore.Authorization;

namespace Market.Web.Hosting;

/// <summary>Headers that tell the browser what a page of this site may do.</summary>
internal static class SecurityHeaders
{
    // No page carries inline script or inline style, so neither a nonce nor a hash is needed. The circuit's web socket
    // is of the same origin. Data addresses are for the small pictures inside the style sheet.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors ";

    private const string Framing = "Market.Framing";

    /// <summary>Lets the pages of these origins put this answer into a frame.</summary>
    public static void AllowFraming(this HttpContext http, IReadOnlyList<string> origins) => http.Items[Framing] = origins;

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((http, next) =>
        {
            // Set last: the exception handler clears what was set before.
            http.Response.OnStarting(Set, http);
            return next(http);
        });

    private static Task Set(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        var framing = http.Items[Framing] as IReadOnlyList<string> ?? [];
        headers.ContentSecurityPolicy = Policy + (framing.Count == 0 ? "'none'" : string.Join(' ', framing));
        headers.XContentTypeOptions = "nosniff";
        // It knows no list of origins; where there is one, the policy above decides alone, and what a form's token set goes too.
        headers.XFrameOptions = framing.Count == 0 ? "DENY" : default;

        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (IsPrivate(http))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    /// <summary>What a signed-in person saw must not be found by the next user of the same browser.</summary>
    private static bool IsPrivate(HttpContext http)
    {
        var isOpen = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var isStaticAsset = isOpen && http.Response.Headers.ETag.Count > 0;
        return !isStaticAsset && (!isOpen || http.User.Identity?.IsAuthenticated == true);
    }
}

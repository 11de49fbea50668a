using Microsoft.AspNetCore.Authorization;

namespace Market.Web.Hosting;

/// <summary>Headers that tell the browser what a page of this site may do.</summary>
internal static class SecurityHeaders
{
    // No page carries inline script or inline style, so neither a nonce nor a hash is needed. The circuit's web socket
    // is of the same origin. Data addresses are for the small pictures inside the style sheet.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            http.Response.OnStarting(KeepPrivatePagesOutOfCaches, http);
            return next(http);
        });

    /// <summary>What a signed-in person saw must not be found by the next user of the same browser.</summary>
    private static Task KeepPrivatePagesOutOfCaches(object state)
    {
        var http = (HttpContext)state;
        var isOpen = http.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var isStatic = http.Response.Headers.ETag.Count > 0 && isOpen;
        if (!isStatic && (http.User.Identity?.IsAuthenticated == true || !isOpen))
        {
            http.Response.Headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}

using Market.Marketplace.Operations;
using Microsoft.AspNetCore.Diagnostics;

namespace Market.Web.Api;

/// <summary>Turns refusals that reach the edge into answers: a problem document for programs, a page for people.</summary>
internal sealed class RefusalHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The middleware has already put the error page's path into the request.
        var asked = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path;
        var forProgram = MachinePaths.Include(asked);
        switch (exception)
        {
            case MarketplaceException refusal when forProgram:
                await Problems.Of(refusal).ExecuteAsync(httpContext);
                return true;
            case MarketplaceException refusal:
                // An empty answer with a status: the status page fills it.
                httpContext.Response.StatusCode = Problems.StatusOf(refusal);
                return true;
            case BadApiRequestException bad when forProgram:
                await Problems.Of(bad.Code, bad.Arguments).ExecuteAsync(httpContext);
                return true;
            case BadHttpRequestException bad when forProgram:
                await Problems.Of(bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "body-too-big" : "bad-request").ExecuteAsync(httpContext);
                return true;
            case BadHttpRequestException bad:
                httpContext.Response.StatusCode = bad.StatusCode;
                return true;
            case not null when forProgram:
                await Problems.Of("internal").ExecuteAsync(httpContext);
                return true;
            default:
                return false;
        }
    }
}

/// <summary>Paths that programs and scripts call: their refusals are problem documents, never pages.</summary>
internal static class MachinePaths
{
    private static readonly PathString[] Roots = ["/api", "/uploads", "/files", "/dev", "/health", "/metrics", "/sandbox"];

    // Files for programs have their place beside the pages that show the same.
    private static readonly string[] Endings = [".json", ".xml"];

    public static bool Include(PathString path) =>
        Array.Exists(Roots, root => path.StartsWithSegments(root))
        || Array.Exists(Endings, ending => path.Value?.EndsWith(ending, StringComparison.OrdinalIgnoreCase) == true);
}

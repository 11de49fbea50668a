using Market.Web.Api;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace Market.Web.Hosting;

/// <summary>Requests that no endpoint is for: an unknown address, a method or a type of content that an address does not take. They are answered before
/// anybody is asked to sign in, to programs as problem documents.</summary>
internal static class Unroutable
{
    /// <summary>HEAD is answered wherever GET is (RFC 9110 9.3.2); the server leaves the body out. What answers HEAD itself, as uploads do, is
    /// left alone.</summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method) && !MethodsAt(http).Contains(HttpMethods.Head, StringComparer.OrdinalIgnoreCase))
        {
            http.Request.Method = HttpMethods.Get;
        }

        return next(http);
    });

    /// <summary>Ends them; comes after the routing, whose own refusals are the only endpoints without a route.</summary>
    public static IApplicationBuilder UseRefusalOfUnroutable(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (http.GetEndpoint() is RouteEndpoint)
        {
            return next(http);
        }

        // The routing's word does not do: what stands at any address for GET, such as files of a development build, hides what an address takes.
        var methods = MethodsAt(http);
        var takesMethod = methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase);
        http.Response.StatusCode = (methods.Count, takesMethod) switch
        {
            (0, _) => StatusCodes.Status404NotFound,
            (_, true) => StatusCodes.Status415UnsupportedMediaType,
            (_, false) => StatusCodes.Status405MethodNotAllowed,
        };
        if (methods.Count > 0 && !takesMethod)
        {
            http.Response.Headers.Allow = string.Join(", ", methods);
        }

        return Task.CompletedTask;
    });

    /// <summary>Puts the problem document into an answer that has a status only.</summary>
    public static Task FillAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var problem = http.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => Problems.Of("bad-request"),
            StatusCodes.Status404NotFound => Problems.Of("not-found"),
            StatusCodes.Status405MethodNotAllowed => Problems.Of("method-not-allowed", http.Response.Headers.Allow.ToString()),
            StatusCodes.Status413PayloadTooLarge => Problems.Of("body-too-big"),
            StatusCodes.Status415UnsupportedMediaType => Problems.Of("content-type"),
            _ => null,
        };
        return problem?.ExecuteAsync(http) ?? Task.CompletedTask;
    }

    private static List<string> MethodsAt(HttpContext http) =>
    [
        .. http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Order < int.MaxValue && Fits(endpoint.RoutePattern, http))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];

    private static bool Fits(RoutePattern pattern, HttpContext http)
    {
        var values = new RouteValueDictionary();
        var constraints = http.RequestServices.GetRequiredService<ParameterPolicyFactory>();
        return new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(http.Request.Path, values)
            && pattern.ParameterPolicies.All(parameter => parameter.Value.All(
                policy => constraints.Create(pattern.GetParameter(parameter.Key), policy) is not IRouteConstraint constraint
                    || constraint.Match(http, null, parameter.Key, values, RouteDirection.IncomingRequest)));
    }
}

using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Web.Identity;

namespace Market.Web.Api;

/// <summary>Lets in systems that show a key (<c>Authorization: Bearer mk_...</c>), as far as its scopes go.</summary>
internal static class ApiAccess
{
    private const string Scheme = "Bearer ";
    private const string ItemKey = "market-client";

    /// <summary>Closes the endpoints to everybody but systems with the scope.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder builder, string scope)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(async (invocation, next) =>
    {
        var http = invocation.HttpContext;
        if (await FindAsync(http) is not { } client)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Of("api-key");
        }

        if (!client.Scopes.Contains(scope))
        {
            return Problems.Of("api-scope", scope);
        }

        http.Items[ItemKey] = client;
        http.RequestServices.GetRequiredService<CurrentUser>().ActAs(client.Actor);
        http.Response.Headers.CacheControl = "no-store";
        return await next(invocation);
    });

    /// <summary>An endpoint for everybody; but whoever shows a key is told when it is not good, instead of finding out elsewhere.</summary>
    public static TBuilder RefuseUnknownKey<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.AddEndpointFilter(async (invocation, next) =>
    {
        var http = invocation.HttpContext;
        if (http.Request.Headers.Authorization.Count > 0 && await FindAsync(http) is null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Of("api-key");
        }

        return await next(invocation);
    });

    /// <summary>The system that calls.</summary>
    public static KnownClient Client(this HttpContext http) => (KnownClient)http.Items[ItemKey]!;

    private static async Task<KnownClient?> FindAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme + ApiClient.KeyPrefix, StringComparison.Ordinal)
            ? await http.RequestServices.GetRequiredService<StandingBook>().SystemAsync(header[Scheme.Length..].Trim(), http.RequestAborted)
            : null;
    }
}

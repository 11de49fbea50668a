using Microsoft.AspNetCore.Antiforgery;

namespace Market.Web.Identity;

/// <summary>Antiforgery for endpoints outside pages: the token comes in the form or in the header.</summary>
internal static class AntiforgeryEndpoints
{
    /// <summary>The header that carries the token of script calls.</summary>
    public const string Header = "X-Market-Antiforgery";

    /// <summary>Refuses calls that do not carry the token of this browser.</summary>
    public static TBuilder RequireAntiforgery<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(async (invocation, next) =>
        {
            var antiforgery = invocation.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
            return await antiforgery.IsRequestValidAsync(invocation.HttpContext)
                ? await next(invocation)
                : Api.Problems.Of("antiforgery");
        });
}

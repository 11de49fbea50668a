using Market.Marketplace.Organisations;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Identity;

/// <summary>Ends the session.</summary>
internal static class SignOut
{
    public static void MapSignOut(this IEndpointRouteBuilder app) =>
        app.MapPost("/sign-out", async (SignInManager<MarketUser> signIn) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect("/");
        }).RequireAntiforgery().AllowAnonymous().ExcludeFromDescription();
}

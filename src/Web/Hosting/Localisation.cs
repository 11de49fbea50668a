using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Market.Web.Localization;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.WebEncoders;

namespace Market.Web.Hosting;

/// <summary>Chinese first, English by a cookie; the page source stays readable Chinese.</summary>
internal static class Localisation
{
    private static readonly string[] Cultures = ["zh-CN", "en"];

    public static IServiceCollection AddLocalisation(this IServiceCollection services)
    {
        services.AddSingleton<Texts>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.SetDefaultCulture(Cultures[0]).AddSupportedCultures(Cultures).AddSupportedUICultures(Cultures);
            // A government site speaks Chinese until the reader asks for English, whatever the browser's language.
            options.RequestCultureProviders = [new CookieRequestCultureProvider(), new CallersLanguage()];
        });
        return services;
    }

    /// <summary>Programs have no switch to press: what they call answers in the language they ask for.</summary>
    private sealed class CallersLanguage : AcceptLanguageHeaderRequestCultureProvider
    {
        private static readonly Task<ProviderCultureResult?> None = Task.FromResult<ProviderCultureResult?>(null);

        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
            httpContext.Request.Path.StartsWithSegments("/api") ? base.DetermineProviderCultureResult(httpContext) : None;
    }

    /// <summary><c>GET /language?culture=en&amp;back=/items</c> remembers the language for a year and goes back.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder app) =>
        app.MapGet("/language", (string? culture, string? back, HttpContext http) =>
        {
            var chosen = Cultures.FirstOrDefault(known => string.Equals(known, culture, StringComparison.OrdinalIgnoreCase)) ?? Cultures[0];
            http.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.GetCultureInfo(chosen))),
                new CookieOptions { MaxAge = TimeSpan.FromDays(365), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true });
            return Results.LocalRedirect(LocalAddress.OrHome(back));
        }).AllowAnonymous().ExcludeFromDescription();
}

using Market.Marketplace;

namespace Market.Web.Hosting;

/// <summary>全省统一模式: pages of what the province does say so instead of failing.</summary>
internal static class ProvinceModePages
{
    private const string Notice = "/province-platform";

    private static readonly PathString[] Off = ["/register", "/admission", "/admissions", "/agencies/publicity", "/purchases", "/opportunities"];

    /// <summary>Belongs before routing.</summary>
    public static void UseProvinceMode(this WebApplication app)
    {
        if (app.Services.GetRequiredService<MarketplaceOptions>().ProvinceMode)
        {
            app.Use((http, next) =>
            {
                if (!Array.Exists(Off, path => http.Request.Path.StartsWithSegments(path)))
                {
                    return next(http);
                }

                http.Response.Redirect(Notice);
                return Task.CompletedTask;
            });
        }
    }
}

using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Identity;

/// <summary>Accounts, cookies and the rule that a page is closed unless it says that it is open.</summary>
internal static class IdentityServices
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);
    private const string BegunAt = "begun";

    public static IServiceCollection AddMarketIdentity(this IServiceCollection services, bool isDevelopment)
    {
        services.AddIdentity<MarketUser, IdentityRole<Guid>>(options =>
        {
            options.Password.RequiredLength = 12;
            options.Password.RequireDigit = false;
            options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = false;
            options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = AccountSignIn.Attempts;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(AccountSignIn.LockOutMinutes);
            options.Lockout.AllowedForNewUsers = true;
        }).AddEntityFrameworkStores<MarketplaceDbContext>().AddDefaultTokenProviders();
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));

        services.ConfigureApplicationCookie(options =>
        {
            // The prefix makes the browser insist on HTTPS and on this very host (RFC 6265bis, 4.1.3.2).
            options.Cookie.Name = isDevelopment ? "market" : "__Host-market";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
            options.ExpireTimeSpan = Idle;
            options.SlidingExpiration = true;
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/status/403";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnRedirectToLogin = context => AnswerAsync(context, "sign-in-required");
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, "forbidden");
            options.Events.OnSigningIn = context =>
            {
                context.Properties.SetString(BegunAt, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
                return Task.CompletedTask;
            };
            var validateStamp = options.Events.OnValidatePrincipal;
            options.Events.OnValidatePrincipal = async context =>
            {
                if (IsTooOld(context))
                {
                    context.RejectPrincipal();
                    return;
                }

                await validateStamp(context);
            };
        });

        services.AddAntiforgery(options =>
        {
            options.HeaderName = AntiforgeryEndpoints.Header;
            options.Cookie.Name = isDevelopment ? "market-form" : "__Host-market-form";
            options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AccountSignIn>();
        services.AddScoped<AgencyRegistrar>();
        services.AddCurrentUser();
        return services;
    }

    /// <summary>Whether the session has lasted longer than any session may, however busy.</summary>
    private static bool IsTooOld(CookieValidatePrincipalContext context) =>
        context.Properties.GetString(BegunAt) is { } begun
        && long.TryParse(begun, out var seconds)
        && TimeProvider.System.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(seconds) > LongestSession;

    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, string code)
    {
        if (MachinePaths.Include(context.Request.Path))
        {
            return Problems.Of(code).ExecuteAsync(context.HttpContext);
        }

        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}

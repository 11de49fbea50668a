using System.Globalization;
using Market.Marketplace.Delivery;
using Market.Marketplace.Seals;
using Market.Marketplace.Webhooks;
using Market.Web.Api;
using Market.Web.Files;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Hosting;

/// <summary>A sandbox (沙箱): a development system whose time can be moved, so that integrators and tests see weeks pass.</summary>
internal static class Sandbox
{
    private const string Address = "/sandbox/clock";
    private static readonly TimeSpan FarthestMove = TimeSpan.FromDays(366);

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>Makes the sandbox's clock the clock of this program, except where the world outside keeps its own time.</summary>
    public static void AddSandbox(this IServiceCollection services, IConfiguration configuration, string directory, bool isDevelopment)
    {
        if (SandboxClock.From(configuration, directory, isDevelopment) is not { } clock)
        {
            return;
        }

        // Made by the container, so that it ends with it.
        services.AddSingleton(_ => clock);
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SandboxClock>());

        // A session lives by the real time: a move ends nobody's.
        services.ConfigureAll<CookieAuthenticationOptions>(options => options.TimeProvider = TimeProvider.System);
        services.Configure<SecurityStampValidatorOptions>(options => options.TimeProvider = TimeProvider.System);
        // Codes come from people's phones, receivers compare the instant of a webhook with their clocks, and an unfinished upload is not made old.
        services.AddSingleton(provider => new TotpSecondFactor(provider.GetRequiredService<IServiceScopeFactory>(), TimeProvider.System));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WebhookSender>(provider, TimeProvider.System));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<UploadStore>(provider, TimeProvider.System));
    }

    /// <summary><c>GET</c> tells the sandbox's time, <c>POST</c> moves it on; there is no such address where there is no sandbox.</summary>
    public static void MapSandbox(this WebApplication app)
    {
        if (app.Services.GetService<SandboxClock>() is not { } clock)
        {
            return;
        }

        app.MapGet(Address, () => StateOf(clock)).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(Address, async (HttpRequest request, OutboxBell outbox, WebhookBell webhooks) =>
        {
            string? asked;
            try
            {
                asked = request.Parse<Move>(await request.ReadBodyAsync()).AdvanceTo;
            }
            catch (BadHttpRequestException)
            {
                return Problems.Of("sandbox-clock-time");
            }

            if (!DateTimeOffset.TryParseExact(asked, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
                || instant - clock.GetUtcNow() > FarthestMove)
            {
                return Problems.Of("sandbox-clock-time");
            }

            if (!clock.TryAdvanceTo(instant))
            {
                return Problems.Of("sandbox-clock-backwards", StateOf(clock).Now.ToString("O", CultureInfo.InvariantCulture));
            }

            outbox.Ring();
            webhooks.Ring();
            return Results.Ok(StateOf(clock));
        }).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    private static State StateOf(SandboxClock clock) => new(clock.GetUtcNow(), clock.Factor);

    /// <summary>What is asked of the clock.</summary>
    internal sealed record Move(string? AdvanceTo);

    /// <summary>How the clock stands.</summary>
    internal sealed record State(DateTimeOffset Now, int Factor);
}

using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Market.Web.Identity;

/// <summary>Tells <see cref="CurrentUser"/> who is there: a middleware for requests, a handler for circuits.</summary>
internal static class CurrentUserBinding
{
    public static IServiceCollection AddCurrentUser(this IServiceCollection services)
    {
        services.AddScoped<CurrentUser>();
        services.AddScoped<MarketSession>();
        services.AddScoped<CircuitHandler, CurrentUserCircuitHandler>();
        return services;
    }

    /// <summary>Belongs after authentication.</summary>
    public static IApplicationBuilder UseCurrentUser(this IApplicationBuilder app) =>
        app.Use((http, next) =>
        {
            http.RequestServices.GetRequiredService<CurrentUser>().Become(http.User);
            return next(http);
        });

    private sealed class CurrentUserCircuitHandler(CurrentUser user, AuthenticationStateProvider authentication) : CircuitHandler, IDisposable
    {
        public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            authentication.AuthenticationStateChanged += OnChanged;
            user.Become((await authentication.GetAuthenticationStateAsync()).User);
        }

        public void Dispose() => authentication.AuthenticationStateChanged -= OnChanged;

        private async void OnChanged(Task<AuthenticationState> state) => user.Become((await state).User);
    }
}

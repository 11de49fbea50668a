using System.Security.Claims;
using Market.Marketplace.Operations;

namespace Market.Web.Identity;

/// <summary>The person behind a request or an open circuit. The cookie only says who it is; name, organisation and roles
/// are what <see cref="StandingBook"/> has read of the register in the last seconds, so that a membership taken away ends also on pages
/// that stay open.</summary>
public sealed class CurrentUser(StandingBook standings)
{
    private ClaimsPrincipal _principal = new();
    private Actor? _system;

    /// <summary>Who acts now; <see cref="Actor.Public"/> for a visitor.</summary>
    public async Task<Actor> GetActorAsync(CancellationToken ct = default)
    {
        if (_system is not null)
        {
            return _system;
        }

        if (_principal.Identity?.IsAuthenticated != true
            || !Guid.TryParse(_principal.FindFirstValue(ClaimTypes.NameIdentifier), out var userId))
        {
            return Actor.Public;
        }

        // Signed in, but without any role left: may read what everyone may read.
        return await standings.PersonAsync(userId, ct) ?? Actor.Public with { UserId = userId, DisplayName = _principal.Identity.Name ?? "" };
    }

    /// <summary>A system that has shown its key, for this one request.</summary>
    internal void ActAs(Actor system) => _system = system;

    internal void Become(ClaimsPrincipal principal) => _principal = principal;
}

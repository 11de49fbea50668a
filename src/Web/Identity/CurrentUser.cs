using System.Security.Claims;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;

namespace Market.Web.Identity;

/// <summary>The person behind a request or an open circuit. The cookie only says who it is; name, organisation and roles
/// are read again from the register, so that a membership taken away ends within <see cref="FreshFor"/>, also on pages
/// that stay open.</summary>
public sealed class CurrentUser(OperationRunner runner, TimeProvider clock)
{
    /// <summary>How long an answer of the register is used again.</summary>
    internal static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(3);

    private ClaimsPrincipal _principal = new();
    private Actor? _actor;
    private Actor? _system;
    private long _readAt;

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

        if (_actor is null || clock.GetElapsedTime(_readAt) >= FreshFor)
        {
            var readAt = clock.GetTimestamp();
            var actor = await runner.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(userId), ct);
            // Signed in, but without any role left: may read what everyone may read.
            _actor = actor ?? Actor.Public with { UserId = userId, DisplayName = _principal.Identity.Name ?? "" };
            _readAt = readAt;
        }

        return _actor;
    }

    /// <summary>A system that has shown its key, for this one request.</summary>
    internal void ActAs(Actor system) => _system = system;

    internal void Become(ClaimsPrincipal principal)
    {
        _principal = principal;
        _actor = null;
    }
}

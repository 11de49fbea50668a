using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Webhooks;

/// <summary>A new or exchanged secret; shown this once.</summary>
/// <param name="Id">The endpoint.</param>
/// <param name="Secret">With <c>whsec_</c> in front.</param>
public sealed record WebhookSecret(Guid Id, string Secret);

/// <summary>Enters an address to which the organisation's events are sent from now on.</summary>
public sealed class EnterWebhook(MarketplaceDbContext db, OperationContext context, WebhookTargets targets, WebhookSecrets secrets) : IOperation
{
    private const int MostEndpoints = 10;

    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns the secret with which the receiver checks signatures.</summary>
    public async Task<WebhookSecret> ExecuteAsync(string url, IReadOnlyList<string>? types = null)
    {
        var target = targets.Parse(url);
        if (await db.WebhookEndpoints.CountAsync(row => row.OrganisationId == context.Actor.Organisation, context.Cancellation) >= MostEndpoints)
        {
            throw new RuleViolationException("webhook-too-many", MostEndpoints);
        }

        var secret = WebhookSignature.NewSecret();
        var endpoint = WebhookEndpoint.Create(target, types ?? [], secrets.Protect(secret), context);
        db.Add(endpoint);
        context.Changed(context.Actor.OrganisationId);
        return new WebhookSecret(endpoint.Id, secret);
    }
}

/// <summary>Exchanges the secret: for a day every webhook carries a signature of the new and of the old one.</summary>
public sealed class RotateWebhookSecret(MarketplaceDbContext db, OperationContext context, WebhookSecrets secrets) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns the new secret.</summary>
    public async Task<WebhookSecret> ExecuteAsync(Guid id)
    {
        var endpoint = await db.WebhookEndpointsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var secret = WebhookSignature.NewSecret();
        endpoint.Rotate(secrets.Protect(secret), context);
        context.Changed(endpoint.OrganisationId);
        return new WebhookSecret(endpoint.Id, secret);
    }
}

/// <summary>Stops sending to an endpoint, or begins again with what has waited meanwhile.</summary>
public sealed class SwitchWebhook(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns the endpoint's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id, bool active)
    {
        var endpoint = await db.WebhookEndpointsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        if (active)
        {
            // What has waited goes with the next look at what is due, a second away.
            endpoint.Enable();
        }
        else
        {
            endpoint.Disable("by-hand");
        }

        context.Changed(endpoint.OrganisationId);
        return endpoint.Id;
    }
}

/// <summary>Sends a test event, so that a receiver can be tried out.</summary>
public sealed class TryWebhook(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns the delivery's id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id)
    {
        var endpoint = await db.WebhookEndpointsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var trial = WebhookDelivery.Trial(endpoint, context.NewId(), WebhookBody.Trial(context.At), context);
        db.Add(trial);
        context.MarkWebhooks();
        context.Changed(endpoint.OrganisationId);
        return trial.Id;
    }
}

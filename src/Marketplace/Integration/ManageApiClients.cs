using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Integration;

/// <summary>A new or exchanged key; shown this once.</summary>
public sealed record ApiKey(Guid ClientId, string Key, ApiClientStatus Status);

/// <summary>Connects a system of one's organisation.</summary>
public sealed class ProposeApiClient(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns its key.</summary>
    public async Task<ApiKey> ExecuteAsync(string name, IReadOnlyList<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        var organisation = await db.Organisations.FindOrThrowAsync(context.Actor.Organisation, context.Cancellation);
        var (client, key) = ApiClient.Propose(organisation, name, scopes, context);
        db.Add(client);
        context.Changed(organisation.Id);
        return new ApiKey(client.Id, key, client.Status);
    }
}

/// <summary>The second person agrees.</summary>
public sealed class ConfirmApiClient(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns its id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id)
    {
        var client = await db.ApiClientsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        client.Confirm(context);
        context.Changed(client.OrganisationId);
        return client.Id;
    }
}

/// <summary>Exchanges the key; both are good for a day.</summary>
public sealed class RotateApiKey(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns the new key.</summary>
    public async Task<ApiKey> ExecuteAsync(Guid id)
    {
        var client = await db.ApiClientsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        var key = client.Rotate(context);
        context.Changed(client.OrganisationId);
        return new ApiKey(client.Id, key, client.Status);
    }
}

/// <summary>Ends a connection at once.</summary>
public sealed class RevokeApiClient(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>Returns its id.</summary>
    public async Task<Guid> ExecuteAsync(Guid id)
    {
        var client = await db.ApiClientsFor(context.Actor).FindOrThrowAsync(id, context.Cancellation);
        client.Revoke();
        context.Changed(client.OrganisationId);
        return client.Id;
    }
}

/// <summary>A connected system as a list shows it.</summary>
public sealed record ApiClientRow(
    Guid Id, string OrganisationName, string Name, IReadOnlyList<string> Scopes, ApiClientStatus Status, string ProposedByName, DateTimeOffset ProposedAt,
    string? ConfirmedByName, DateTimeOffset? PreviousKeyUntil, bool MayConfirm);

/// <summary>The connected systems, and what a new one may be given.</summary>
public sealed record ApiClientList(IReadOnlyList<ApiClientRow> Rows, IReadOnlyList<string> Scopes);

/// <summary>Lists the connected systems of the actor's organisation.</summary>
public sealed class ListApiClients(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.ManageIntegrations;

    /// <summary>The systems, the newest first.</summary>
    public async Task<ApiClientList> ExecuteAsync()
    {
        var user = context.Actor.UserId;
        var rows = await (
            from row in db.ApiClientsFor(context.Actor).AsNoTracking()
            join organisation in db.Organisations on row.OrganisationId equals organisation.Id
            orderby row.ProposedAt descending, row.Id
            select new ApiClientRow(
                row.Id, organisation.Name, row.Name, row.Scopes, row.Status, row.ProposedByName, row.ProposedAt, row.ConfirmedByName,
                row.PreviousKeyUntil, row.Status == ApiClientStatus.Proposed && row.ProposedBy != user)).ToListAsync(context.Cancellation);
        var kind = await db.Organisations.Where(row => row.Id == context.Actor.Organisation).Select(row => (OrganisationKind?)row.Kind)
            .SingleOrDefaultAsync(context.Cancellation);
        return new ApiClientList(rows, kind is { } known ? ApiScopes.Of(known) : []);
    }
}

/// <summary>A system that has shown a key that is good.</summary>
public sealed record KnownClient(Guid Id, Actor Actor, IReadOnlyList<string> Scopes);

/// <summary>Reads whose a key is.</summary>
public sealed class ResolveApiClient(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>The system, or null when the key is none of an active one.</summary>
    public async Task<KnownClient?> ExecuteAsync(string key)
    {
        var hash = ApiClient.HashOf(key);
        var found = await (
            from row in db.ApiClients.AsNoTracking()
            join organisation in db.Organisations on row.OrganisationId equals organisation.Id
            where row.Status == ApiClientStatus.Active
                && (row.KeyHash == hash || (row.PreviousKeyHash == hash && row.PreviousKeyUntil > context.At))
            select new { row.Id, row.Name, row.Scopes, Organisation = organisation.Id, OrganisationName = organisation.Name, organisation.Kind })
            .SingleOrDefaultAsync(context.Cancellation);
        return found is null ? null : new KnownClient(
            found.Id, new Actor(found.Id, found.Name, found.Organisation, found.OrganisationName, [RoleOf(found.Kind)]), found.Scopes);
    }

    private static Role RoleOf(OrganisationKind kind) => kind switch
    {
        OrganisationKind.Department => Role.DepartmentSystem,
        OrganisationKind.Agency => Role.AgencySystem,
        OrganisationKind.Enterprise or OrganisationKind.Operator => Role.EnterpriseSystem,
    };
}

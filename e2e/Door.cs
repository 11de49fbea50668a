using Market.Marketplace;
using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.E2E;

/// <summary>The operations of a running system, done by its demonstration users without a page: what a measurement needs before it begins.</summary>
internal sealed class Door : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Door(MarketplaceOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddMarketplace(options);
        _services = services.BuildServiceProvider();
    }

    private OperationRunner Runner => _services.GetRequiredService<OperationRunner>();

    /// <summary>A key for a system of the organisation of a demonstration user; a second person agrees where two are needed.</summary>
    public async Task<string> KeyAsync(string userName, IReadOnlyList<string> scopes, string? second = null)
    {
        var key = await Runner.RunAsync(await ActorAsync(userName), (ProposeApiClient propose) => propose.ExecuteAsync($"{userName} 的系统", scopes));
        if (second is not null)
        {
            await Runner.RunAsync(await ActorAsync(second), (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId));
        }

        return key.Key;
    }

    /// <summary>Has the organisation of a demonstration user told of its events.</summary>
    public async Task TellAsync(string userName, string url) =>
        await Runner.RunAsync(await ActorAsync(userName), (EnterWebhook enter) => enter.ExecuteAsync(url));

    /// <summary>The organisation of a demonstration user: its name and credit code, as an applicant of a case gives them.</summary>
    public async Task<OutsideOwner> OwnerAsync(string userName)
    {
        var actor = await ActorAsync(userName);
        await using var scope = _services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Set<Organisation>().AsNoTracking()
            .Where(organisation => organisation.Id == actor.OrganisationId).Select(organisation => new OutsideOwner(organisation.Name, organisation.CreditCode)).SingleAsync();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task<Actor> ActorAsync(string userName)
    {
        await using var scope = _services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Users
            .Where(user => user.UserName == userName).Select(user => user.Id).SingleAsync();
        return (await Runner.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(id)))!;
    }
}

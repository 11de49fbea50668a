using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Seals;
using Microsoft.AspNetCore.Identity;

namespace Market.Web.Demonstration;

/// <summary>Makes the demonstration accounts and acts in their names.</summary>
internal sealed class DemonstrationPeople(UserManager<MarketUser> users, OperationRunner runner, TimeProvider clock)
{
    public OperationRunner Runner => runner;

    /// <summary>The day in China.</summary>
    public DateOnly Today => Market.Marketplace.Calendars.ChinaTime.DayOf(clock.GetUtcNow());

    /// <summary>Makes an account with password and authenticator; returns its id.</summary>
    public async Task<Guid> CreateAsync(string userName, string displayName)
    {
        var user = new MarketUser { Id = Guid.CreateVersion7(clock.GetUtcNow()), UserName = userName, DisplayName = displayName };
        var created = await users.CreateAsync(user, DemonstrationData.Password);
        if (!created.Succeeded)
        {
            throw new InvalidOperationException($"The account {userName} was refused: {string.Join("; ", created.Errors.Select(error => error.Description))}");
        }

        await users.ResetAuthenticatorKeyAsync(user);
        return user.Id;
    }

    /// <summary>Makes an account and gives it a role.</summary>
    public async Task<Guid> EnterAsync(string userName, string displayName, Guid organisation, Role role)
    {
        var id = await CreateAsync(userName, displayName);
        await RunAsync((GrantMembership grant) => grant.ExecuteAsync(id, organisation, role));
        return id;
    }

    /// <summary>Gives a person who registered alone an authenticator.</summary>
    public async Task GiveAuthenticatorAsync(string userName) => await users.ResetAuthenticatorKeyAsync(await FindAsync(userName));

    /// <summary>The person as an actor.</summary>
    public async Task<Actor> ActorAsync(string userName)
    {
        var user = await FindAsync(userName);
        return await RunAsync((ResolveActor resolve) => resolve.ExecuteAsync(user.Id))
            ?? throw new InvalidOperationException($"{userName} belongs to no organisation.");
    }

    /// <summary>What the person's authenticator shows now.</summary>
    public async Task<string> CodeAsync(string userName) =>
        TotpSecondFactor.CodeAt((await users.GetAuthenticatorKeyAsync(await FindAsync(userName)))!, clock.GetUtcNow());

    /// <summary>Runs an operation of the program itself.</summary>
    public Task<TResult> RunAsync<TOperation, TResult>(Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation => runner.RunAsync(Actor.System, execute);

    private async Task<MarketUser> FindAsync(string userName) =>
        await users.FindByNameAsync(userName) ?? throw new InvalidOperationException($"There is no account {userName}.");
}

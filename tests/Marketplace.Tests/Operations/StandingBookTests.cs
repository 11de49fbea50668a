using Market.Marketplace.Integration;
using Market.Marketplace.Nodes;
using Market.Marketplace.Operations;
using Market.Marketplace.PersonalData;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Operations;

/// <summary>Who somebody is, remembered for a few seconds and never longer.</summary>
public sealed class StandingBookTests
{
    [Fact]
    public async Task A_revoked_key_opens_nothing_at_once_where_it_was_revoked()
    {
        await using var market = await MarketFixture.StartAsync();
        var key = await ProposeAsync(market);
        Assert.NotNull(await SystemAsync(market.Host, key.Key));

        await market.RunAsync(market.World.Official, (RevokeApiClient revoke) => revoke.ExecuteAsync(key.ClientId));

        Assert.Null(await SystemAsync(market.Host, key.Key));
    }

    [Fact]
    public async Task On_another_node_it_opens_nothing_after_the_next_signal()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        await ExchangeAsync(market.Host, other, market.Host);
        var key = await ProposeAsync(market);
        Assert.NotNull(await SystemAsync(other, key.Key));

        await market.RunAsync(market.World.Official, (RevokeApiClient revoke) => revoke.ExecuteAsync(key.ClientId));
        await ExchangeAsync(market.Host, other);

        Assert.Null(await SystemAsync(other, key.Key));
    }

    [Fact]
    public async Task On_a_node_that_heard_of_nothing_it_opens_nothing_after_five_seconds()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        var key = await ProposeAsync(market);
        Assert.NotNull(await SystemAsync(other, key.Key));

        await market.RunAsync(market.World.Official, (RevokeApiClient revoke) => revoke.ExecuteAsync(key.ClientId));
        Assert.NotNull(await SystemAsync(other, key.Key));
        market.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(await SystemAsync(other, key.Key));
    }

    [Fact]
    public async Task A_person_whose_roles_end_is_out_at_once_here_and_after_five_seconds_everywhere()
    {
        await using var market = await MarketFixture.StartAsync();
        await using var other = market.HostWith(options => options);
        var official = market.World.Official;
        Assert.Equal(official.DisplayName, (await PersonAsync(market.Host, official))!.DisplayName);
        Assert.NotNull(await PersonAsync(other, official));

        await market.RunAsync(market.World.Operator, (ErasePerson erase) => erase.ExecuteAsync(official.UserId, "离职"));
        Assert.Null(await PersonAsync(market.Host, official));
        Assert.NotNull(await PersonAsync(other, official));
        market.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(await PersonAsync(other, official));
    }

    [Fact]
    public async Task What_is_changed_past_the_operations_is_known_after_five_seconds_too()
    {
        await using var market = await MarketFixture.StartAsync();
        var official = market.World.Official;
        Assert.NotNull(await PersonAsync(market.Host, official));

        await market.Host.ReadAsync(db => db.Memberships.Where(row => row.UserId == official.UserId).ExecuteDeleteAsync());
        Assert.NotNull(await PersonAsync(market.Host, official));
        market.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Null(await PersonAsync(market.Host, official));
    }

    [Fact]
    public async Task Who_was_unknown_a_moment_ago_is_asked_for_again()
    {
        await using var market = await MarketFixture.StartAsync();
        var second = await TestData.PersonAsync(market.Host, "第二人", market.World.Official.OrganisationId!.Value, Role.DepartmentOfficial);
        var key = await market.RunAsync(market.World.Official, (ProposeApiClient propose) => propose.ExecuteAsync("审批系统", [ApiScopes.WriteCases]));
        Assert.Null(await SystemAsync(market.Host, key.Key));

        await market.RunAsync(second, (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId));

        Assert.NotNull(await SystemAsync(market.Host, key.Key));
    }

    private static Task<ApiKey> ProposeAsync(MarketFixture market) =>
        market.RunAsync(market.World.Official, (ProposeApiClient propose) => propose.ExecuteAsync("审批系统", [ApiScopes.ReadEvents]));

    private static ValueTask<KnownClient?> SystemAsync(MarketHost host, string key) =>
        host.Services.GetRequiredService<StandingBook>().SystemAsync(key, TestContext.Current.CancellationToken);

    private static ValueTask<Actor?> PersonAsync(MarketHost host, Actor person) =>
        host.Services.GetRequiredService<StandingBook>().PersonAsync(person.UserId, TestContext.Current.CancellationToken);

    private static async Task ExchangeAsync(params MarketHost[] hosts)
    {
        foreach (var host in hosts)
        {
            await host.Services.GetRequiredService<NodeExchange>().ExchangeAsync(TestContext.Current.CancellationToken);
        }
    }
}

using Market.Marketplace.Integration;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Feed;
using Market.Marketplace.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Integration;

public sealed class ApiClientTests
{
    [Fact]
    public async Task A_key_that_hands_in_cases_opens_nothing_until_a_second_person_confirms()
    {
        await using var market = await MarketFixture.StartAsync();
        var official = market.World.Official;
        var second = await TestData.PersonAsync(market.Host, "第二人", official.OrganisationId!.Value, Role.DepartmentOfficial);
        var key = await ProposeAsync(market, official, ApiScopes.WriteCases, ApiScopes.ReadCases);

        Assert.Null(await ResolveAsync(market, key.Key));
        Assert.Equal("api-client-second-person", await market.RefusalAsync(official, (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId)));
        await market.RunAsync(second, (ConfirmApiClient confirm) => confirm.ExecuteAsync(key.ClientId));

        var client = await ResolveAsync(market, key.Key);
        Assert.Equal(official.OrganisationId, client!.Actor.OrganisationId);
        Assert.Equal([Role.DepartmentSystem], client.Actor.Roles);
        Assert.False(client.Actor.May(Permission.DecideResults));
        Assert.False(client.Actor.May(Permission.DecideCases));
    }

    [Fact]
    public async Task An_exchanged_key_stays_good_for_a_day_and_a_revoked_one_not_at_all()
    {
        await using var market = await MarketFixture.StartAsync();
        var old = await ProposeAsync(market, market.World.Official, ApiScopes.ReadEvents);
        var renewed = await market.RunAsync(market.World.Official, (RotateApiKey rotate) => rotate.ExecuteAsync(old.ClientId));

        Assert.NotNull(await ResolveAsync(market, old.Key));
        Assert.NotNull(await ResolveAsync(market, renewed.Key));
        market.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Null(await ResolveAsync(market, old.Key));
        Assert.NotNull(await ResolveAsync(market, renewed.Key));
        await market.RunAsync(market.World.Official, (RevokeApiClient revoke) => revoke.ExecuteAsync(old.ClientId));
        Assert.Null(await ResolveAsync(market, renewed.Key));
    }

    [Fact]
    public async Task Keys_are_kept_as_digests_and_scopes_only_as_the_organisation_may_have_them()
    {
        await using var market = await MarketFixture.StartAsync();
        var key = await ProposeAsync(market, market.World.Official, ApiScopes.ReadEvents);

        Assert.DoesNotContain(key.Key, await market.Host.ReadAsync(db => db.ApiClients.Select(row => row.KeyHash).SingleAsync()), StringComparison.Ordinal);
        Assert.Equal("api-scope-unknown", await market.RefusalAsync(market.World.Owner, (ProposeApiClient propose) => propose.ExecuteAsync("系统", [ApiScopes.WriteCases])));
        Assert.Equal("not-found", await market.RefusalAsync(market.World.OtherOfficial, (RevokeApiClient revoke) => revoke.ExecuteAsync(key.ClientId)));
    }

    [Fact]
    public async Task A_request_with_a_key_has_its_effect_once_and_the_same_answer_for_thirty_days()
    {
        await using var market = await MarketFixture.StartAsync();
        var call = new IdempotentCall(market.World.Official.UserId, "k1", "POST /x", "a");

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => OnceAsync(market, call))));
        Assert.Single(answers, answer => !answer.Replayed);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(1, await EventsAsync(market));

        var reused = await Assert.ThrowsAsync<RuleViolationException>(() => OnceAsync(market, call with { BodyHash = "b" }));
        Assert.Equal("idempotency-key-reused", reused.Code);
        await Assert.ThrowsAsync<RuleViolationException>(() => OnceAsync(market, call with { Request = "POST /y" }));
        Assert.False((await OnceAsync(market, call with { ClientId = Guid.Empty })).Replayed);

        market.Clock.Advance(TimeSpan.FromDays(29));
        Assert.True((await OnceAsync(market, call)).Replayed);
        market.Clock.Advance(TimeSpan.FromDays(2));
        Assert.False((await OnceAsync(market, call)).Replayed);
    }

    [Fact]
    public async Task Answers_are_forgotten_after_thirty_days_and_not_before()
    {
        await using var market = await MarketFixture.StartAsync();
        var client = (await ProposeAsync(market, market.World.Official, ApiScopes.ReadEvents)).ClientId;
        await OnceAsync(market, new IdempotentCall(client, "k1", "POST /x", "a"));
        market.Clock.Advance(TimeSpan.FromDays(29));
        await OnceAsync(market, new IdempotentCall(client, "k2", "POST /x", "a"));

        Assert.Equal(0, await market.RunAsync(Actor.System, (ForgetAnswers forget) => forget.ExecuteAsync()));
        market.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await market.RunAsync(Actor.System, (ForgetAnswers forget) => forget.ExecuteAsync()));
        Assert.Equal("k2", await market.Host.ReadAsync(db => db.IdempotentRequests.Select(row => row.Key).SingleAsync()));
    }

    private static Task<IdempotentAnswer> OnceAsync(MarketFixture market, IdempotentCall call) =>
        market.Host.Services.GetRequiredService<OperationRunner>().RunOnceAsync(
            market.World.Official, call, (WriteEvents write) => write.ExecuteAsync("1"), count => $"{count}", TestContext.Current.CancellationToken);

    private static Task<int> EventsAsync(MarketFixture market) => market.Host.ReadAsync(db => db.FeedEvents.CountAsync(row => row.Number == "1"));

    private static Task<ApiKey> ProposeAsync(MarketFixture market, Actor actor, params string[] scopes) =>
        market.RunAsync(actor, (ProposeApiClient propose) => propose.ExecuteAsync("审批系统", scopes));

    private static Task<KnownClient?> ResolveAsync(MarketFixture market, string key) =>
        market.RunAsync(Actor.System, (ResolveApiClient resolve) => resolve.ExecuteAsync(key));
}

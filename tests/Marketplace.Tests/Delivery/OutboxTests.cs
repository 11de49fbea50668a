using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Delivery;

public sealed class OutboxTests
{
    [Fact]
    public async Task A_message_is_claimed_by_one_worker_and_passes_on_when_its_lease_runs_out()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        await market.Host.DrainAsync();
        await market.SealAllAsync(await market.SubmitAsync(order, agency), agency);

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAsync(market))));
        market.Clock.Advance(TimeSpan.FromMinutes(3));
        var second = await ClaimAsync(market);
        var late = await SettleAsync(market, claims.Single(claim => claim is not null)!);

        Assert.Equal(2, second!.Attempt);
        Assert.False(late);
        Assert.True(await SettleAsync(market, second));
        Assert.Null(await ClaimAsync(market));
    }

    private static Task<OutboxClaim?> ClaimAsync(MarketFixture market) =>
        market.RunAsync(Actor.System, (ClaimOutboxMessage claim) => claim.ExecuteAsync());

    private static Task<bool> SettleAsync(MarketFixture market, OutboxClaim claim) =>
        market.RunAsync(Actor.System, (SettleOutboxMessage settle) => settle.ExecuteAsync(claim, null));
}

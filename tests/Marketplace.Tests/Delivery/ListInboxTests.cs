using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Delivery;

public sealed class ListInboxTests
{
    [Fact]
    public async Task The_search_finds_messages_by_what_they_are_about()
    {
        await using var market = await MarketFixture.StartAsync();
        var (order, agency) = await market.TakenOrderAsync();
        var all = await FindAsync(market, null);

        Assert.True(all > 1);
        Assert.Equal(all, await FindAsync(market, order.Project.Name));
        Assert.Equal(all, await FindAsync(market, order.CaseNumber));
        Assert.Equal(1, await FindAsync(market, order.Number));
        Assert.Equal(1, await FindAsync(market, agency.Name));
        Assert.Equal(0, await FindAsync(market, "没有这样的消息"));
    }

    private static async Task<int> FindAsync(MarketFixture market, string? words) =>
        (await market.RunAsync(market.World.Official, (ListInbox list) => list.ExecuteAsync(new PageRequest(words)))).Total;
}

using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;
using Market.Marketplace.Verification;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Tests.Verification;

/// <summary>What a public check found is kept in the database for a short while, under a name that cannot be guessed.</summary>
public sealed class KeptReportTests
{
    [Fact]
    public async Task It_is_found_by_its_name_for_twenty_minutes_and_then_deleted_by_the_next()
    {
        await using var market = await MarketFixture.StartAsync();
        var token = (await KeepAsync(market, [1, 2, 3]))!;

        Assert.Equal([1, 2, 3], await GetAsync(market, token));
        await Assert.ThrowsAsync<NotFoundException>(() => GetAsync(market, new string('0', token.Length)));
        market.Clock.Advance(TimeSpan.FromMinutes(20));
        await Assert.ThrowsAsync<NotFoundException>(() => GetAsync(market, token));
        await KeepAsync(market, [4]);

        var kept = Assert.Single(await market.Host.ReadAsync(db => db.KeptReports.ToListAsync()));
        Assert.Equal([4], kept.Content);
    }

    [Fact]
    public async Task Its_name_stands_nowhere_in_the_database()
    {
        await using var market = await MarketFixture.StartAsync();
        var token = (await KeepAsync(market, [1]))!;

        Assert.NotEqual(token, (await market.Host.ReadAsync(db => db.KeptReports.SingleAsync())).Key);
    }

    [Fact]
    public async Task One_that_is_too_large_is_not_kept()
    {
        await using var market = await MarketFixture.StartAsync();

        Assert.Null(await KeepAsync(market, new byte[(2 << 20) + 1]));
    }

    private static Task<string?> KeepAsync(MarketFixture market, byte[] packed) =>
        market.RunAsync(Actor.Public, (KeepReport keep) => keep.ExecuteAsync(packed));

    private static Task<byte[]> GetAsync(MarketFixture market, string token) =>
        market.RunAsync(Actor.Public, (GetKeptReport get) => get.ExecuteAsync(token));
}

using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Elements;

/// <summary>A marketplace whose technical review carries elements.</summary>
internal static class WithElements
{
    public static async Task<MarketFixture> StartAsync(bool isMandatory = false)
    {
        var market = await MarketFixture.StartAsync();
        await market.RunAsync(Actor.System, (PublishServiceItem publish) => publish.ExecuteAsync(
            TestData.Item(TestData.ReviewItem, "规划方案技术审查") with { Elements = TestData.ReviewElements with { IsMandatory = isMandatory } }));
        return market;
    }
}

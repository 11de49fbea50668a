using Market.Marketplace.Operations;
using Market.Marketplace.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Infrastructure;

// The drift watch over accepted results.
public sealed partial class MarketFixture
{
    /// <summary>The next night's look; returns how many results were looked at.</summary>
    internal Task<int> SweepAsync()
    {
        Clock.Advance(TimeSpan.FromDays(1));
        return Host.Services.GetRequiredService<ReverificationWorker>().SweepAsync(Clock.GetUtcNow(), TestContext.Current.CancellationToken);
    }

    /// <summary>What became doubtful, as the official sees it.</summary>
    internal async Task<IReadOnlyList<DriftRow>> DriftAsync() =>
        (await RunAsync(World.Official, (ListDrift list) => list.ExecuteAsync(new PageRequest()))).Rows;
}

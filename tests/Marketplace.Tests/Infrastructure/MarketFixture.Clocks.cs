using Market.Marketplace.Calendars;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Infrastructure;

// What falls due by the clock.
public sealed partial class MarketFixture
{
    /// <summary>Does everything that is due; returns how many things were done.</summary>
    internal Task<int> SweepClocksAsync() =>
        _host.Services.GetRequiredService<ClockWorker>().SweepAsync(TestContext.Current.CancellationToken);
}

using Market.Marketplace.Persistence;
using Market.Marketplace.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(DatabaseServer))]

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>A database of its own for every test, on the provider that this assembly is compiled for.</summary>
public sealed partial class DatabaseServer : IAsyncLifetime
{
    private static DatabaseServer? _current;

    internal static DatabaseServer Current => _current ?? throw new InvalidOperationException("The assembly fixture has not started.");

    /// <summary>Whether transactions that write wait for each other, so that none can commit behind another's back.</summary>
    internal static bool HasOneWriter =>
#if POSTGRESQL
        false;
#else
        true;
#endif

    /// <summary>Migrates and seeds the database behind the options, in the state in which every test finds it.</summary>
    private static async Task<World> BuildAsync(MarketplaceOptions options)
    {
        await using var market = new MarketHost(options, new TestClock(TestClock.Monday));
        await MarketDatabase.MigrateAsync(market.Services);
        return await TestData.BuildWorldAsync(market);
    }

    private static MarketplaceOptions OptionsFor(DatabaseProvider provider, string connectionString, string directory) => new()
    {
        SearchPatience = TimeSpan.FromMinutes(1),
        Provider = provider,
        ConnectionString = connectionString,
        DataDirectory = directory,
        PublicUrl = new Uri("https://market.example/"),
        Demonstration = true,
    };
}

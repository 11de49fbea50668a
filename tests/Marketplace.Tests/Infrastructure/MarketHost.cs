using Market.Marketplace.Albums;
using Market.Marketplace.Delivery;
using Market.Marketplace.Messages;
using Market.Marketplace.Notices;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Seals;
using Market.Signing;
using Microsoft.Extensions.DependencyInjection;

namespace Market.Marketplace.Tests.Infrastructure;

/// <summary>The marketplace as the product registers it, on a manual clock.</summary>
public sealed class MarketHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public MarketHost(MarketplaceOptions options, TestClock clock, ITimestampAuthority? timestamps = null, IFileExaminer? examiner = null, MessageOptions? messages = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Clock = clock;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(TestPki.Instance.Keys);
        services.AddSingleton(TestPki.Instance.Trust);
        var stamps = timestamps ?? TestPki.Instance.StampsAt(clock);
        services.AddSingleton(stamps);
        if (examiner is not null)
        {
            services.AddSingleton(examiner);
        }

        services.AddSingleton<INoticeSeal>(new TestNoticeSeal(clock, stamps));
        services.AddSingleton(messages ?? new MessageOptions());
        services.AddMarketplace(options);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public IServiceProvider Services => _services;

    public TestClock Clock { get; }

    private OperationRunner Runner => _services.GetRequiredService<OperationRunner>();

    public Task<TResult> RunAsync<TOperation, TResult>(Actor actor, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation
    {
        // Nobody does two things at the very same instant.
        Clock.Advance(TimeSpan.FromSeconds(1));
        return Runner.RunAsync(actor, execute, TestContext.Current.CancellationToken);
    }

    /// <summary>Runs an operation that must be refused, and returns the code.</summary>
    public async Task<string> RefusalAsync<TOperation, TResult>(Actor actor, Func<TOperation, Task<TResult>> execute)
        where TOperation : class, IOperation
    {
        var refusal = await Assert.ThrowsAnyAsync<MarketplaceException>(() => RunAsync(actor, execute));
        return refusal.Code;
    }

    /// <summary>Reads the database directly.</summary>
    internal async Task<T> ReadAsync<T>(Func<MarketplaceDbContext, Task<T>> read)
    {
        await using var scope = _services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>());
    }

    /// <summary>Does the waiting background work.</summary>
    public Task<int> DrainAsync() => _services.GetRequiredService<OutboxWorker>().DrainAsync(TestContext.Current.CancellationToken);

    /// <summary>Seals the albums that are confirmed.</summary>
    public Task<int> SealAlbumsAsync() => _services.GetRequiredService<AlbumSealer>().DrainAsync(TestContext.Current.CancellationToken);

    /// <summary>The person's code of this moment; the clock moves on first, so that it has not been used.</summary>
    public string NextCodeFor(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Clock.Advance(TimeSpan.FromMinutes(2));
        return TotpSecondFactor.CodeAt(TestData.AuthenticatorKeyOf(actor), Clock.GetUtcNow());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}

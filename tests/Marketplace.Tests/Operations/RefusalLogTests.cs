using System.Collections.Concurrent;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Procurements;
using Market.Marketplace.Tests.Procurements;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Tests.Operations;

/// <summary>What the door refuses is noted: which operation, by which code, to which account, and nothing that was handed in.</summary>
public sealed class RefusalLogTests
{
    [Fact]
    public async Task A_refused_offer_and_a_request_made_by_hand_are_in_the_log_without_what_they_said()
    {
        await using var buying = await Buying.StartAsync();
        using var log = new Kept();
        buying.Market.Host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var id = await buying.PublishAsync(buying.Terms(SelectionMethod.LowestPrice));
        var clerk = buying.World.First.Clerk;

        await buying.Market.RefusalAsync(clerk, (HandInSignUp handIn) => handIn.ExecuteAsync(id, 987_654_321m, null));
        await buying.Market.RefusalAsync(buying.World.Official, (OpenPanel open) => open.ExecuteAsync(new PanelTerms(
            buying.World.Official.Organisation, TestData.ReviewItem, "自行入围", "KJ-0", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), [buying.World.First.Id])));

        Assert.Contains(log.Lines, line => line.Contains($"HandInSignUp was refused to account {clerk.UserId}: offer-amount", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains($"OpenPanel was refused to account {buying.World.Official.UserId}: it needs {Permission.MaintainRegisters}", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("987654321", StringComparison.Ordinal) || line.Contains(clerk.DisplayName, StringComparison.Ordinal));
    }

    private sealed class Kept : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}

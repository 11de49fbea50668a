using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Feed;

/// <summary>Wakes the sequencer of this process when a commit left events.</summary>
public sealed class FeedBell : Bell;

/// <summary>Places events in their feeds. Any number of nodes may run it; one at a time does.</summary>
public sealed class FeedWorker(OperationRunner runner, TimeProvider clock)
{
    private readonly Guid _holder = Guid.CreateVersion7(clock.GetUtcNow());

    /// <summary>Works until nothing is left to place; returns how many were.</summary>
    public async Task<int> DrainAsync(CancellationToken ct = default)
    {
        var total = 0;
        while (await runner.RunAsync<SequenceFeed, int>(Actor.System, sequence => sequence.ExecuteAsync(_holder), ct) is > 0 and var placed)
        {
            total += placed;
        }

        return total;
    }
}

/// <summary>Runs the sequencer in a host: at once when a commit rings, and every second for other nodes' events.</summary>
public sealed class FeedService(FeedWorker worker, FeedBell bell, ILogger<FeedService> log)
    : BellService(bell, TimeSpan.FromSeconds(1), "The feed could not be sequenced; it is tried again.", log)
{
    /// <inheritdoc />
    protected override Task WorkAsync(CancellationToken ct) => worker.DrainAsync(ct);
}

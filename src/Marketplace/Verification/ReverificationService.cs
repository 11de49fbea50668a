using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Verification;

/// <summary>The nightly drift watch over accepted results. Any number of nodes may run it: each goes through the list in an order of its
/// own and passes over what another has looked at, so that they share the work and none waits for one that died.</summary>
public sealed class ReverificationWorker(OperationRunner runner, ILogger<ReverificationWorker> log)
{
    private readonly Guid _order = Guid.CreateVersion7();

    /// <summary>Looks again at every accepted result that was not looked at since the instant; returns how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset notSince, CancellationToken ct = default)
    {
        var looked = 0;
        while (await runner.RunAsync<ListDueReverifications, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(notSince), ct) is { Count: > 0 } due)
        {
            var failed = 0;
            foreach (var id in due.OrderBy(id => HashCode.Combine(_order, id)))
            {
                try
                {
                    looked += await runner.RunAsync<Reverify, Verdict?>(Actor.System, again => again.ExecuteAsync(id, notSince), ct) is null ? 0 : 1;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A file that cannot be read is fsck's to report; the others must still be looked at.
                    failed++;
                    log.LogError(e, "Result {Result} could not be verified again.", id);
                }
            }

            if (failed == due.Count)
            {
                break;
            }
        }

        return looked;
    }
}

/// <summary>Runs the drift watch at night, two o'clock in China; results newly accepted, and those somebody asked for, within seconds.</summary>
public sealed class ReverificationService(ReverificationWorker worker, TimeProvider clock, ILogger<ReverificationService> log) : BackgroundService
{
    private static readonly TimeSpan AtNight = TimeSpan.FromHours(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var tonight = ChinaTime.StartOf(ChinaTime.DayOf(now)) + AtNight;
            try
            {
                // Before two o'clock the night before is the one that counts.
                await worker.SweepAsync(now >= tonight ? tonight : tonight.AddDays(-1), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The drift watch stopped; it goes on in a while.");
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using Market.Marketplace.Calendars;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Verification;

/// <summary>The nightly drift watch over accepted results.</summary>
public sealed class ReverificationWorker(OperationRunner runner, ILogger<ReverificationWorker> log)
{
    /// <summary>Looks again at every accepted result that was not looked at since the instant; returns how many.</summary>
    public async Task<int> SweepAsync(DateTimeOffset notSince, CancellationToken ct = default)
    {
        var looked = 0;
        while (await runner.RunAsync<ListDueReverifications, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(notSince), ct) is { Count: > 0 } due)
        {
            var before = looked;
            foreach (var id in due)
            {
                try
                {
                    await runner.RunAsync<Reverify, Verdict?>(Actor.System, again => again.ExecuteAsync(id), ct);
                    looked++;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A file that cannot be read is fsck's to report; the others must still be looked at.
                    log.LogError(e, "Result {Result} could not be verified again.", id);
                }
            }

            if (looked == before)
            {
                break;
            }
        }

        return looked;
    }
}

/// <summary>Runs the drift watch at night, two o'clock in China.</summary>
public sealed class ReverificationService(ReverificationWorker worker, TimeProvider clock, ILogger<ReverificationService> log) : BackgroundService
{
    private static readonly TimeSpan AtNight = TimeSpan.FromHours(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = clock.GetUtcNow();
            var tonight = ChinaTime.StartOf(ChinaTime.DayOf(now)) + AtNight;
            try
            {
                if (now >= tonight)
                {
                    await worker.SweepAsync(tonight, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The drift watch stopped; it goes on in a while.");
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

using Market.Marketplace.ApprovalCases;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels.SecondRounds;
using Market.Marketplace.TaskOrders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Calendars;

/// <summary>Does what falls due by the clock. Each thing is one transaction that is conditional on still being due, so any number
/// of nodes may sweep, and one that cannot go on holds up no other.</summary>
public sealed class ClockWorker(OperationRunner runner, ILogger<ClockWorker> log)
{
    /// <summary>Sweeps until nothing is due; returns how many things were done.</summary>
    public async Task<int> SweepAsync(CancellationToken ct = default) =>
        await SweepAsync<ListDueTaskOrders, SweepTaskOrder>(list => list.ExecuteAsync(), (sweep, id) => sweep.ExecuteAsync(id), ct)
        + await SweepAsync<ListDueCases, SweepCase>(list => list.ExecuteAsync(), (sweep, id) => sweep.ExecuteAsync(id), ct)
        + await SweepAsync<ListDueCaseSteps, SweepCaseStep>(list => list.ExecuteAsync(), (sweep, id) => sweep.ExecuteAsync(id), ct)
        + await SweepAsync<ListDueSecondRounds, DecideSecondRound>(list => list.ExecuteAsync(), (decide, id) => decide.ExecuteAsync(id), ct);

    private async Task<int> SweepAsync<TList, TSweep>(
        Func<TList, Task<IReadOnlyList<Guid>>> list, Func<TSweep, Guid, Task<bool>> sweepOne, CancellationToken ct)
        where TList : class, IOperation
        where TSweep : class, IOperation
    {
        var (done, failed) = (0, new HashSet<Guid>());
        while (true)
        {
            var due = await runner.RunAsync(Actor.System, list, ct);
            if (due.All(failed.Contains))
            {
                return done;
            }

            foreach (var id in due.Where(id => !failed.Contains(id)))
            {
                try
                {
                    done += await runner.RunAsync<TSweep, bool>(Actor.System, sweep => sweepOne(sweep, id), ct) ? 1 : 0;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    failed.Add(id);
                    log.LogError(e, "{Subject} could not be swept; it is tried again.", id);
                }
            }
        }
    }
}

/// <summary>Sweeps every few seconds in a host, and reads the calendar another node may have confirmed.</summary>
public sealed class ClockService(ClockWorker worker, CalendarBook calendars, TimeProvider clock, ILogger<ClockService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await calendars.ReadAsync(stoppingToken);
                await worker.SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Due clocks could not be read; it is tried again.");
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

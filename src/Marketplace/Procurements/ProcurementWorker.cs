using Market.Marketplace.Contracts;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Procurements;

/// <summary>Does what falls due in procurements: closes signing up, opens it, awards after the publicity. Every step is
/// conditional on the state it ends, so any number of nodes may run it.</summary>
public sealed class ProcurementWorker(OperationRunner runner, ILogger<ProcurementWorker> log)
{
    /// <summary>Takes every due step; returns how many procurements it looked at.</summary>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        var due = await runner.RunAsync<ListDueProcurements, IReadOnlyList<DueProcurement>>(Actor.System, list => list.ExecuteAsync(), ct);
        foreach (var procurement in due)
        {
            try
            {
                await StepAsync(procurement, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One procurement that cannot go on must not hold up the others; it is due again at the next sweep.
                log.LogError(e, "Procurement {Procurement} could not take its step from {Status}.", procurement.Id, procurement.Status);
            }
        }

        return due.Count;
    }

    private async Task StepAsync(DueProcurement due, CancellationToken ct)
    {
        if (due.Status == ProcurementStatus.SigningUp)
        {
            await runner.RunAsync<CloseSignUp, bool>(Actor.System, close => close.ExecuteAsync(due.Id), ct);
        }

        if (due.Status is ProcurementStatus.SigningUp or ProcurementStatus.Closed)
        {
            await runner.RunAsync<OpenSignUps>(Actor.System, open => open.ExecuteAsync(due.Id), ct);
        }

        if (due.Status == ProcurementStatus.Publicity)
        {
            await runner.RunAsync<AwardProcurement>(Actor.System, award => award.ExecuteAsync(due.Id), ct);
        }

        if (due.Status == ProcurementStatus.Awarded)
        {
            await runner.RunAsync<RemindOfContract>(Actor.System, remind => remind.ExecuteAsync(due.Id), ct);
        }
    }
}

/// <summary>Sweeps every few seconds in a host.</summary>
public sealed class ProcurementService(ProcurementWorker worker, TimeProvider clock, ILogger<ProcurementService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await worker.SweepAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "Due procurements could not be read; it is tried again.");
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

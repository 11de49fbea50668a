namespace Market.Web.Files;

/// <summary>Clears away uploads that nobody finished, once an hour.</summary>
internal sealed class UploadSweeper(UploadStore store, TimeProvider clock, ILogger<UploadSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var removed = store.RemoveAbandoned();
                if (removed > 0)
                {
                    log.LogInformation("Removed {Count} uploads that were not finished.", removed);
                }
            }
            catch (IOException e)
            {
                log.LogWarning(e, "Abandoned uploads could not be removed; it is tried again in an hour.");
            }
        }
    }
}

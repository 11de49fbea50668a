using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Delivery;

/// <summary>Runs a worker in a host: at once when its bell rings, and after the longest sleep for what other nodes left. A failure is
/// logged and tried again.</summary>
public abstract class BellService(Bell bell, TimeSpan longestSleep, string failure, ILogger log) : BackgroundService
{
    /// <summary>Does all there is to do.</summary>
    protected abstract Task WorkAsync(CancellationToken ct);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WorkAsync(stoppingToken);
                await bell.WaitAsync(longestSleep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "{Failure}", failure);
                await Task.Delay(longestSleep, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

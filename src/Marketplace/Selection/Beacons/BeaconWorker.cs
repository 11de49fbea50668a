using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Selection.Beacons;

/// <summary>A draw whose outside value is due.</summary>
public sealed record DrawInWaiting(Guid Id, long Version, OutsideSource Outside);

/// <summary>Lists the draws that wait for their outside value.</summary>
public sealed class ListDrawsInWaiting(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Those whose time for reveals has ended.</summary>
    public async Task<IReadOnlyList<DrawInWaiting>> ExecuteAsync() =>
        [.. (await db.Draws.AsNoTracking().Where(draw => draw.Status == DrawStatus.Frozen).ToListAsync(context.Cancellation))
            .Where(draw => context.At >= draw.Plan.RevealUntil).Select(draw => new DrawInWaiting(draw.Id, draw.Version, draw.Plan.Outside))];
}

/// <summary>Fetches the value that a draw named from the public beacon, and finishes the draw with it. A beacon that is silent or lies finishes nothing:
/// the draw waits, and is tried again; where the network stays closed the operator enters the value of that very number with its citation.</summary>
public sealed class BeaconWorker(OperationRunner runner, BeaconSettings beacon, BeaconReader reader, TimeProvider clock, ILogger<BeaconWorker> log)
{
    /// <summary>Finishes what can be finished; returns how many draws it finished.</summary>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        var finished = 0;
        foreach (var draw in await runner.RunAsync<ListDrawsInWaiting, IReadOnlyList<DrawInWaiting>>(Actor.System, list => list.ExecuteAsync(), ct))
        {
            // A draw that named something else, before the beacon was configured, stays with what it named.
            if (beacon.NumberOf(draw.Outside) is not { } number || clock.GetUtcNow() < beacon.TimeOf(number))
            {
                continue;
            }

            try
            {
                var value = await reader.ReadAsync(number, ct);
                var citation = string.Create(CultureInfo.InvariantCulture, $"{draw.Outside.Where}，程序于 {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC 读取并校验散列链；信标签名未核对，任何人可用上述地址公布的全部字段和该信标的公钥自行核对");
                await runner.RunAsync<FinishDraw, IReadOnlyList<string>>(Actor.System, finish => finish.ExecuteAsync(draw.Id, draw.Version, value, citation), ct);
                finished++;
            }
            catch (Exception e) when (e is BeaconException or MarketplaceException)
            {
                log.LogWarning(e, "Draw {Draw} goes on waiting for {Source}.", draw.Id, draw.Outside.Where);
            }
        }

        return finished;
    }
}

/// <summary>Sweeps every half minute in a host.</summary>
public sealed class BeaconService(BeaconWorker worker, TimeProvider clock, ILogger<BeaconService> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

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
                log.LogError(e, "Draws that wait could not be read; it is tried again.");
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

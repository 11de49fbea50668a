using System.Collections.Concurrent;
using System.Diagnostics;
using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Webhooks;

/// <summary>Wakes the worker of this process that sends webhooks.</summary>
public sealed class WebhookBell : Bell;

/// <summary>Sends webhooks: every endpoint has a queue and a loop of its own, so that a receiver that does not answer delays
/// nobody else. Claims are leases, so any number of nodes may run it; what was sent and not settled is sent again under the
/// same id.</summary>
public sealed class WebhookWorker(OperationRunner runner, WebhookSender sender)
{
    private const int AtOnce = 16;

    /// <summary>After this no further delivery of a batch is begun: the last ones must be answered within the lease, and what a dead node held must not
    /// wait behind a slow receiver's long batch.</summary>
    private static readonly TimeSpan LatestBegin = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, Task> _running = new();

    /// <summary>Starts a loop for every endpoint with something due that has none running.</summary>
    public async Task StartDueAsync(CancellationToken ct = default)
    {
        foreach (var endpoint in await runner.RunAsync<ListDueWebhooks, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(), ct))
        {
            if (!_running.TryGetValue(endpoint, out var running) || running.IsCompleted)
            {
                _running[endpoint] = DrainAsync(endpoint, ct);
            }
        }
    }

    /// <summary>Sends everything that is due now and waits for it; returns how many were taken.</summary>
    public async Task<int> DrainAsync(CancellationToken ct = default)
    {
        var due = await runner.RunAsync<ListDueWebhooks, IReadOnlyList<Guid>>(Actor.System, list => list.ExecuteAsync(), ct);
        return (await Task.WhenAll(due.Select(endpoint => DrainAsync(endpoint, ct)))).Sum();
    }

    private async Task<int> DrainAsync(Guid endpoint, CancellationToken ct)
    {
        var total = 0;
        while (await runner.RunAsync<ClaimWebhooks, WebhookClaims>(Actor.System, claim => claim.ExecuteAsync(endpoint), ct) is { Claims.Count: > 0 } claimed)
        {
            var outcomes = await SendAsync(claimed, ct);
            total += await runner.RunAsync<SettleWebhooks, int>(Actor.System, settle => settle.ExecuteAsync(endpoint, outcomes), CancellationToken.None);
        }

        return total;
    }

    private async Task<IReadOnlyDictionary<WebhookClaim, SentWebhook?>> SendAsync(WebhookClaims claimed, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        var outcomes = new ConcurrentDictionary<WebhookClaim, SentWebhook?>();
        await Parallel.ForEachAsync(
            claimed.Claims, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = CancellationToken.None },
            async (claim, _) => outcomes[claim] =
                ct.IsCancellationRequested || Stopwatch.GetElapsedTime(begun) > LatestBegin ? null : await SendAsync(claim, claimed.Secrets, ct));
        return outcomes;
    }

    // Stopped in the middle of an attempt: whether the receiver has it is not known, so it is sent again later.
    private async Task<SentWebhook?> SendAsync(WebhookClaim claim, IReadOnlyList<string> secrets, CancellationToken ct)
    {
        try
        {
            return await sender.SendAsync(claim, secrets, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>Runs the worker in a host: at once when something was left to be sent, and every second for retries and other nodes.</summary>
public sealed class WebhookService(WebhookWorker worker, WebhookBell bell, ILogger<WebhookService> log)
    : BellService(bell, TimeSpan.FromSeconds(1), "Webhooks could not be sent; it is tried again.", log)
{
    /// <inheritdoc />
    protected override Task WorkAsync(CancellationToken ct) => worker.StartDueAsync(ct);
}

namespace Market.Marketplace.Delivery;

/// <summary>Wakes the outbox worker of this process when a commit left a message.</summary>
public sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Wakes the worker; ringing twice wakes it once.</summary>
    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Already rung and not yet heard.
        }
    }

    /// <summary>Waits until rung, at most for the given time.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _rung.WaitAsync(atMost, ct);

    /// <inheritdoc />
    public void Dispose() => _rung.Dispose();
}

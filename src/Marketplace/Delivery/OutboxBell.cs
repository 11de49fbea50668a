namespace Market.Marketplace.Delivery;

/// <summary>Wakes the outbox worker of this process when a commit left a message.</summary>
public sealed class OutboxBell : Bell;

/// <summary>Wakes the worker of this process that seals albums when a person has confirmed or resumed.</summary>
public sealed class SealBatchBell : Bell;

/// <summary>Wakes one waiting worker.</summary>
public abstract class Bell : IDisposable
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
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the semaphore.</summary>
    protected virtual void Dispose(bool disposing) => _rung.Dispose();
}

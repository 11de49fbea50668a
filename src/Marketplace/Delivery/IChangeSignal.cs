using System.Collections.Concurrent;

namespace Market.Marketplace.Delivery;

/// <summary>Tells open pages that something of their organisation has changed. Sent after the commit; a page then reads
/// again, so a lost signal costs freshness and nothing else.</summary>
public interface IChangeSignal
{
    /// <summary>Calls back whenever something of the organisation changed, until disposed. The call comes on any thread.</summary>
    IDisposable Subscribe(Guid organisationId, Action changed);

    /// <summary>Tells the subscribers of the organisations.</summary>
    void Publish(IReadOnlyCollection<Guid> organisationIds);
}

/// <summary>The signal within one process.</summary>
internal sealed class InProcessChangeSignal : IChangeSignal
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Subscription, byte>> _subscriptions = new();

    public IDisposable Subscribe(Guid organisationId, Action changed)
    {
        var subscription = new Subscription(this, organisationId, changed);
        _subscriptions.GetOrAdd(organisationId, _ => new())[subscription] = 0;
        return subscription;
    }

    public void Publish(IReadOnlyCollection<Guid> organisationIds)
    {
        foreach (var id in organisationIds)
        {
            if (_subscriptions.TryGetValue(id, out var subscribers))
            {
                foreach (var subscriber in subscribers.Keys)
                {
                    subscriber.Changed();
                }
            }
        }
    }

    private sealed class Subscription(InProcessChangeSignal signal, Guid organisationId, Action changed) : IDisposable
    {
        public Action Changed { get; } = changed;

        public void Dispose()
        {
            if (signal._subscriptions.TryGetValue(organisationId, out var subscribers))
            {
                subscribers.TryRemove(this, out _);
            }
        }
    }
}

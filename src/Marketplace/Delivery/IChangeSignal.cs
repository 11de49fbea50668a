using System.Collections.Concurrent;

namespace Market.Marketplace.Delivery;

/// <summary>Tells open pages that something of their organisation has changed. Sent after the commit; a page then reads
/// again, so a lost signal costs freshness and nothing else.</summary>
public interface IChangeSignal
{
    /// <summary>Calls back whenever something of the organisation changed, until disposed. The call comes on any thread.</summary>
    IDisposable Subscribe(Guid organisationId, Action changed);

    /// <summary>How often something of the organisation changed, as this process has heard: it grows before the subscribers are told.</summary>
    long EditionOf(Guid organisationId);

    /// <summary>Tells the subscribers of the organisations.</summary>
    void Publish(IReadOnlyCollection<Guid> organisationIds);
}

/// <summary>Wakes what tells the other nodes of a change here.</summary>
public sealed class SignalBell : Bell;

/// <summary>The signal within one process. Where several nodes share the database, what changed here is kept until it has been told to
/// them, and what they tell is passed on to the pages of this process.</summary>
public sealed class ChangeSignal(SignalBell bell) : IChangeSignal
{
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<Subscription, byte>> _subscriptions = new();
    private readonly ConcurrentDictionary<Guid, long> _editions = new();
    private readonly Lock _telling = new();
    private HashSet<Guid>? _untold;

    /// <inheritdoc />
    public IDisposable Subscribe(Guid organisationId, Action changed)
    {
        var subscription = new Subscription(this, organisationId, changed);
        _subscriptions.GetOrAdd(organisationId, _ => new())[subscription] = 0;
        return subscription;
    }

    /// <inheritdoc />
    public long EditionOf(Guid organisationId) => _editions.GetValueOrDefault(organisationId);

    /// <inheritdoc />
    public void Publish(IReadOnlyCollection<Guid> organisationIds)
    {
        ArgumentNullException.ThrowIfNull(organisationIds);
        Tell(organisationIds);
        if (organisationIds.Count > 0)
        {
            ReturnUntold(organisationIds);
        }
    }

    /// <summary>From now on there are other nodes to be told.</summary>
    internal void KeepUntold() => _untold ??= [];

    /// <summary>What is to be told to other nodes; it is theirs to tell then.</summary>
    internal IReadOnlyCollection<Guid> TakeUntold()
    {
        lock (_telling)
        {
            var taken = _untold;
            _untold = [];
            return taken ?? [];
        }
    }

    /// <summary>Leaves organisations to be told.</summary>
    internal void ReturnUntold(IReadOnlyCollection<Guid> organisationIds)
    {
        lock (_telling)
        {
            if (_untold is null)
            {
                return;
            }

            _untold.UnionWith(organisationIds);
        }

        bell.Ring();
    }

    /// <summary>Tells the pages of this process.</summary>
    internal void Tell(IReadOnlyCollection<Guid> organisationIds)
    {
        foreach (var id in organisationIds)
        {
            _editions.AddOrUpdate(id, 1, (_, edition) => edition + 1);
        }

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

    /// <summary>Tells all pages of this process.</summary>
    internal void TellEverybody() => Tell([.. _subscriptions.Keys]);

    private sealed class Subscription(ChangeSignal signal, Guid organisationId, Action changed) : IDisposable
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

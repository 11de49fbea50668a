using System.Collections.Concurrent;
using Market.Marketplace.Delivery;
using Market.Marketplace.Integration;
using Market.Marketplace.Organisations;

namespace Market.Marketplace.Operations;

/// <summary>Who somebody is, as the register said at most <see cref="Freshness"/> ago: asked at every request, and changed once in a while. A change
/// on this node is known at once, one on another node with its next signal, and in any case when what is known has grown old.</summary>
public sealed class StandingBook : IDisposable
{
    /// <summary>How long an answer of the register is used again: with the reading itself, less than five seconds.</summary>
    internal static readonly TimeSpan Freshness = TimeSpan.FromSeconds(4);

    /// <summary>What is published when the register changes, beside the organisations: an id that no organisation has.</summary>
    internal static readonly Guid Changed = new("5b1d1f3e-0000-8000-8000-000000000001");

    /// <summary>Beyond this many, all are read anew: the memory must not grow with everybody who ever came.</summary>
    private const int MostKnown = 20_000;

    private readonly OperationRunner _runner;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, Known<Actor>> _people = new();
    private readonly ConcurrentDictionary<string, Known<KnownClient>> _systems = new(StringComparer.Ordinal);
    private long _edition;

    /// <summary>Knows nobody yet.</summary>
    public StandingBook(OperationRunner runner, TimeProvider clock, IChangeSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        (_runner, _clock) = (runner, clock);
        _subscription = signal.Subscribe(Changed, () => Interlocked.Increment(ref _edition));
    }

    /// <summary>The person behind an account; null when it is unknown or holds no role.</summary>
    public ValueTask<Actor?> PersonAsync(Guid userId, CancellationToken ct = default) =>
        FindAsync(_people, userId, () => _runner.RunAsync(Actor.System, (ResolveActor resolve) => resolve.ExecuteAsync(userId), ct));

    /// <summary>The system whose key it is; null when it is none of an active one.</summary>
    public ValueTask<KnownClient?> SystemAsync(string key, CancellationToken ct = default) =>
        // The key itself is not kept in memory longer than its request.
        FindAsync(_systems, ApiClient.HashOf(key), () => _runner.RunAsync(Actor.System, (ResolveApiClient resolve) => resolve.ExecuteAsync(key), ct));

    /// <inheritdoc />
    public void Dispose() => _subscription.Dispose();

    private async ValueTask<TWho?> FindAsync<TKey, TWho>(ConcurrentDictionary<TKey, Known<TWho>> book, TKey key, Func<Task<TWho?>> read)
        where TKey : notnull
        where TWho : class
    {
        // Before the reading: what changes while it lasts makes its answer an old one.
        var (edition, now) = (Interlocked.Read(ref _edition), _clock.GetUtcNow());
        if (book.TryGetValue(key, out var known) && known.Edition == edition && now - known.ReadAt is var age && age >= TimeSpan.Zero && age < Freshness)
        {
            return known.Who;
        }

        if (await read() is not { } who)
        {
            // Not remembered: whoever guesses keys would fill the memory.
            book.TryRemove(key, out _);
            return null;
        }

        if (book.Count >= MostKnown)
        {
            book.Clear();
        }

        book[key] = new Known<TWho>(who, edition, now);
        return who;
    }

    private sealed record Known<TWho>(TWho Who, long Edition, DateTimeOffset ReadAt);
}

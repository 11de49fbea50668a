using Market.Marketplace.Delivery;
using Market.Marketplace.Operations;
using Microsoft.Extensions.Logging;

namespace Market.Marketplace.Nodes;

/// <summary>Carries signals between this process and the other nodes on the same database: by asking, because not every database can tell.</summary>
public sealed class NodeExchange
{
    private readonly OperationRunner _runner;
    private readonly ChangeSignal _signal;
    private readonly string _name = $"{Environment.MachineName}:{Environment.ProcessId}";
    private IReadOnlyDictionary<Guid, HeardNode> _heard = new Dictionary<Guid, HeardNode>();

    /// <summary>From now on, what changes here is kept until it has been told.</summary>
    public NodeExchange(OperationRunner runner, ChangeSignal signal, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(clock);
        (_runner, _signal) = (runner, signal);
        Id = Guid.CreateVersion7(clock.GetUtcNow());
        signal.KeepUntold();
    }

    /// <summary>The name of this process among the nodes.</summary>
    public Guid Id { get; }

    /// <summary>Tells and hears once.</summary>
    public async Task ExchangeAsync(CancellationToken ct = default)
    {
        var changed = _signal.TakeUntold();
        SignalExchange brought;
        try
        {
            brought = await _runner.RunAsync<ExchangeSignals, SignalExchange>(
                Actor.System, exchange => exchange.ExecuteAsync(Id, _name, changed, _heard), ct);
        }
        catch
        {
            _signal.ReturnUntold(changed);
            throw;
        }

        _heard = brought.Heard;
        if (brought.IsIncomplete)
        {
            _signal.TellEverybody();
        }
        else
        {
            _signal.Tell(brought.Organisations);
        }
    }

    /// <summary>Takes leave.</summary>
    public Task LeaveAsync(CancellationToken ct = default) =>
        _runner.RunAsync<LeaveNodes, bool>(Actor.System, leave => leave.ExecuteAsync(Id), ct);
}

/// <summary>Runs the exchange in a host that shares its database: soon after a change, and twice a second for the changes of others.</summary>
public sealed class NodeService(NodeExchange exchange, SignalBell bell, TimeProvider clock, ILogger<NodeService> log)
    : BellService(bell, TimeSpan.FromMilliseconds(500), "The other nodes could not be heard; it is tried again.", log)
{
    /// <summary>Changes that come close together are told together.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await exchange.LeaveAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The others find it silent in a while.
            log.LogWarning(e, "This node could not take leave of the others.");
        }
    }

    /// <inheritdoc />
    protected override async Task WorkAsync(CancellationToken ct)
    {
        await exchange.ExchangeAsync(ct);
        await Task.Delay(Gathering, clock, ct);
    }
}

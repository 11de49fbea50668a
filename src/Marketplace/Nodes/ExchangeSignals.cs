using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Market.Marketplace.Nodes;

/// <summary>What a node knows of another.</summary>
/// <param name="Signals">The last signal it has heard.</param>
/// <param name="Version">The row as it was then.</param>
/// <param name="ChangedAt">When that was last new, by the hearer's own clock: clocks of machines may differ.</param>
/// <param name="IsSilent">Whether it was found silent.</param>
public sealed record HeardNode(long Signals, long Version, DateTimeOffset ChangedAt, bool IsSilent = false);

/// <summary>What an exchange brought.</summary>
/// <param name="Heard">The other nodes.</param>
/// <param name="Organisations">Whose pages must read again.</param>
/// <param name="IsIncomplete">Whether something may be missing, so that all pages must: a node has fallen silent before it could say what it
/// had changed, or its signals were not fetched in time.</param>
public sealed record SignalExchange(IReadOnlyDictionary<Guid, HeardNode> Heard, IReadOnlyCollection<Guid> Organisations, bool IsIncomplete);

/// <summary>Leaves what changed on this node to the others, says that it lives, and hears what the others left. A node with nothing to say
/// costs one small query.</summary>
public sealed class ExchangeSignals(MarketplaceDbContext db, OperationContext context) : IOperation
{
    /// <summary>After this a node that says nothing is taken for dead.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    /// <summary>After this its row goes.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    /// <summary>How long signals are kept for nodes that are slow to fetch them.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>Beyond this many, everybody is told.</summary>
    private const int MostNamed = 500;

    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Exchanges once.</summary>
    public async Task<SignalExchange> ExecuteAsync(
        Guid node, string name, IReadOnlyCollection<Guid> changed, IReadOnlyDictionary<Guid, HeardNode> heard)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(heard);
        var nodes = await db.Nodes.ToListAsync(context.Cancellation);
        await SpeakAsync(nodes.Find(row => row.Id == node) ?? db.Add(Node.Begin(node, name, context)).Entity, changed);

        var others = nodes.Where(row => row.Id != node).ToList();
        var organisations = new HashSet<Guid>();
        var present = others.Select(row => row.Id).ToHashSet();
        var isIncomplete = heard.Any(known => !known.Value.IsSilent && !present.Contains(known.Key));
        var now = new Dictionary<Guid, HeardNode>();
        foreach (var other in others)
        {
            var before = heard.GetValueOrDefault(other.Id);
            isIncomplete |= !await HearAsync(other, before?.Signals ?? 0, organisations);
            var changedAt = before?.Version == other.Version ? before.ChangedAt : context.At;
            var isSilent = context.At - changedAt >= Silence;
            isIncomplete |= isSilent && before is not { IsSilent: true };
            if (context.At - changedAt >= Forgotten)
            {
                db.Remove(other);
            }
            else
            {
                now[other.Id] = new HeardNode(other.Signals, other.Version, changedAt, isSilent);
            }
        }

        return new SignalExchange(now, organisations, isIncomplete);
    }

    private async Task SpeakAsync(Node mine, IReadOnlyCollection<Guid> changed)
    {
        if (mine.IsQuiet(context))
        {
            mine.Live(context);
            var old = context.At - Kept;
            await db.NodeSignals.Where(row => row.NodeId == mine.Id && row.At < old).ExecuteDeleteAsync(context.Cancellation);
        }

        if (changed.Count > 0)
        {
            db.Add(mine.Tell(changed.Count <= MostNamed ? changed : [], context));
        }
    }

    /// <summary>Returns whether every signal since the last one heard was still there.</summary>
    private async Task<bool> HearAsync(Node other, long last, HashSet<Guid> organisations)
    {
        if (other.Signals == last)
        {
            return true;
        }

        var signals = await db.NodeSignals.AsNoTracking()
            .Where(row => row.NodeId == other.Id && row.Number > last && row.Number <= other.Signals).ToListAsync(context.Cancellation);
        organisations.UnionWith(signals.SelectMany(signal => signal.Organisations));
        return signals.Count == other.Signals - last && signals.TrueForAll(signal => signal.Organisations.Count > 0);
    }
}

/// <summary>Takes leave of the other nodes: what was not told yet they need not wait for.</summary>
public sealed class LeaveNodes(MarketplaceDbContext db, OperationContext context) : IOperation
{
    public static Permission Requires => Permission.RunInBackground;

    /// <summary>Returns false when the others had given it up already.</summary>
    public async Task<bool> ExecuteAsync(Guid node) => await db.Nodes.Where(row => row.Id == node).ExecuteDeleteAsync(context.Cancellation) > 0;
}

using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Nodes;

/// <summary>A running process of the program (节点). Its row says that it lives, and how many signals it has left for the others: a signal
/// and the count are one transaction, so whoever reads the count finds every signal up to it.</summary>
internal sealed class Node : IAggregate
{
    /// <summary>How often a node says that it lives when it has nothing else to say.</summary>
    private static readonly TimeSpan LifeSignPeriod = TimeSpan.FromSeconds(5);

    private Node()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    /// <summary>Machine and process, for people.</summary>
    public string Name { get; private init; } = "";

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>The number of its last signal.</summary>
    public long Signals { get; private set; }

    public static Node Begin(Guid id, string name, OperationContext context) => new() { Id = id, Name = name, StartedAt = context.At, SeenAt = context.At };

    /// <summary>Whether it is time to say that it lives.</summary>
    public bool IsQuiet(OperationContext context) => SeenAt + LifeSignPeriod <= context.At;

    public void Live(OperationContext context) => SeenAt = context.At;

    /// <summary>Counts one signal more.</summary>
    public NodeSignal Tell(IReadOnlyCollection<Guid> organisations, OperationContext context)
    {
        SeenAt = context.At;
        return new NodeSignal { NodeId = Id, Number = ++Signals, Organisations = [.. organisations], At = context.At };
    }

    internal sealed class Mapping : IEntityTypeConfiguration<Node>
    {
        public void Configure(EntityTypeBuilder<Node> builder)
        {
            builder.ToTable("Nodes");
            builder.Property(row => row.Name).HasMaxLength(200);
        }
    }
}

/// <summary>What changed on a node since its last signal: the organisations whose open pages read again.</summary>
internal sealed class NodeSignal
{
    public Guid NodeId { get; internal init; }

    /// <summary>Consecutive within the node.</summary>
    public long Number { get; internal init; }

    /// <summary>Whose pages; none means everybody's.</summary>
    public IReadOnlyList<Guid> Organisations { get; internal init; } = [];

    public DateTimeOffset At { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<NodeSignal>
    {
        public void Configure(EntityTypeBuilder<NodeSignal> builder)
        {
            builder.ToTable("NodeSignals");
            builder.HasKey(row => new { row.NodeId, row.Number });
            builder.Property(row => row.Number).ValueGeneratedNever();
            builder.Property(row => row.Organisations).HasJson();
            builder.HasOne<Node>().WithMany().HasForeignKey(row => row.NodeId).OnDelete(DeleteBehavior.Cascade);
        }
    }
}

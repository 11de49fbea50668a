using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Feed;

/// <summary>Who gives positions at present: the one row that every sequencer changes in the transaction that gives them.
/// The lease spares the others useless work; what makes it safe is the version, which only one of two can count up.</summary>
internal sealed class FeedSequencer : IAggregate
{
    /// <summary>The only row.</summary>
    public static readonly Guid TheOne = new("0f3ed000-0000-4000-8000-000000000001");

    /// <summary>How long a sequencer that says nothing is waited for.</summary>
    private static readonly TimeSpan LeasePeriod = TimeSpan.FromSeconds(5);

    private FeedSequencer()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    /// <summary>Who holds the lease.</summary>
    public Guid Holder { get; private set; }

    /// <summary>Until when.</summary>
    public DateTimeOffset HeldUntil { get; private set; }

    public static FeedSequencer Begin() => new() { Id = TheOne };

    /// <summary>Takes or keeps the lease; false while another holds it.</summary>
    public bool TryHold(Guid holder, OperationContext context)
    {
        if (Holder != holder && HeldUntil > context.At)
        {
            return false;
        }

        Holder = holder;
        HeldUntil = context.At + LeasePeriod;
        return true;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<FeedSequencer>
    {
        public void Configure(EntityTypeBuilder<FeedSequencer> builder) => builder.ToTable("FeedSequencers");
    }
}

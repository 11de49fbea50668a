using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Exchange;

/// <summary>Up to which place a department's feed has been made into rows. It moves in the transaction that makes them, and its
/// version lets only one of two nodes do it.</summary>
internal sealed class ExchangeCursor : IAggregate
{
    /// <summary>The department.</summary>
    public Guid Id { get; internal init; }

    public long Version { get; private set; }

    public long Position { get; internal set; }

    internal sealed class Mapping : IEntityTypeConfiguration<ExchangeCursor>
    {
        public void Configure(EntityTypeBuilder<ExchangeCursor> builder) => builder.ToTable("ExchangeCursors");
    }
}

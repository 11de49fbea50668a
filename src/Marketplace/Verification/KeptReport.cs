using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Verification;

/// <summary>What a public check found, kept for a short while in the database so that any node hands the report out; the file that was checked is
/// kept nowhere.</summary>
public sealed class KeptReport
{
    /// <summary>SHA-256 of the name under which it is asked for, so that the table opens nothing.</summary>
    public required string Key { get; init; }

    /// <summary>As the signing library packs it.</summary>
    public required byte[] Content { get; init; }

    /// <summary>From then on it is gone.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<KeptReport>
    {
        public void Configure(EntityTypeBuilder<KeptReport> builder)
        {
            builder.ToTable("KeptReports");
            builder.HasKey(row => row.Key);
            builder.Property(row => row.Key).HasMaxLength(64);
            builder.HasIndex(row => row.ExpiresAt);
        }
    }
}

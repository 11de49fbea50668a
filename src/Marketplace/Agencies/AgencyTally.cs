using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Agencies;

/// <summary>What an agency has done, counted up with every task order, award and rating (履约统计), so that lists compare agencies without
/// reading a million orders. <see cref="TallyUpkeep"/> keeps it in the transaction of what it counts; it can be counted again at any time.</summary>
public sealed class AgencyTally
{
    /// <summary>The agency.</summary>
    public Guid AgencyId { get; internal init; }

    /// <summary>Results accepted (采信).</summary>
    public int Done { get; internal set; }

    /// <summary>Of these, handed in before the due day ended.</summary>
    public int OnTime { get; internal set; }

    /// <summary>Of these, never returned for rework.</summary>
    public int FirstPass { get; internal set; }

    /// <summary>Task orders in hand.</summary>
    public int Running { get; internal set; }

    /// <summary>Ratings that count.</summary>
    public int Ratings { get; internal set; }

    /// <summary>The stars of these ratings together, in tenths.</summary>
    public int RatingTenths { get; internal set; }

    /// <summary>Awards with a price.</summary>
    public int Awards { get; internal set; }

    /// <summary>The prices of these awards as thousandths of their ceilings, together.</summary>
    public int AwardThousandths { get; internal set; }

    /// <summary>When the agency, its licences or one of these figures last changed: lists read again what is newer than they know.</summary>
    public DateTimeOffset ChangedAt { get; internal set; }

    internal sealed class Mapping : IEntityTypeConfiguration<AgencyTally>
    {
        public void Configure(EntityTypeBuilder<AgencyTally> builder)
        {
            builder.ToTable("AgencyTallies");
            builder.HasKey(row => row.AgencyId);
            builder.Property(row => row.AgencyId).ValueGeneratedNever();
            builder.HasIndex(row => row.ChangedAt);
            builder.HasOne<Agency>().WithOne().HasForeignKey<AgencyTally>(row => row.AgencyId);
        }
    }
}

/// <summary>By how much the figures of one agency move.</summary>
internal readonly record struct TallyChange(int Done, int OnTime, int FirstPass, int Running, int Ratings, int RatingTenths, int Awards, int AwardThousandths)
{
    public static TallyChange operator +(TallyChange left, TallyChange right) => new(
        left.Done + right.Done, left.OnTime + right.OnTime, left.FirstPass + right.FirstPass, left.Running + right.Running,
        left.Ratings + right.Ratings, left.RatingTenths + right.RatingTenths, left.Awards + right.Awards, left.AwardThousandths + right.AwardThousandths);

    public static TallyChange operator -(TallyChange change) => new(
        -change.Done, -change.OnTime, -change.FirstPass, -change.Running, -change.Ratings, -change.RatingTenths, -change.Awards, -change.AwardThousandths);
}

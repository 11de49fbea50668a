using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Market.Marketplace.Results;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Verification;

/// <summary>An accepted result whose checks no longer come out as on the day of delivery (核验漂移). The verdict of that day
/// stays with the result; this says what changed and since when.</summary>
public sealed class DriftFinding : IAggregate
{
    private DriftFinding()
    {
    }

    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>The result.</summary>
    public Guid ResultId { get; private init; }

    /// <summary>The department that relies on it.</summary>
    public Guid DepartmentId { get; private init; }

    /// <summary>The verdict of the day.</summary>
    public Verdict VerdictThen { get; private init; }

    /// <summary>The checks of the latest look.</summary>
    public FiveChecks Now { get; private set; } = null!;

    /// <summary>Their verdict, for searching.</summary>
    public Verdict VerdictNow { get; private set; }

    /// <summary>When it was first found.</summary>
    public DateTimeOffset FoundAt { get; private init; }

    /// <summary>When it was last looked at.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>When the checks came out as on the day again.</summary>
    public DateTimeOffset? SettledAt { get; private set; }

    internal static DriftFinding Open(Result result, FiveChecks now, OperationContext context)
    {
        var finding = new DriftFinding
        {
            Id = context.NewId(),
            ResultId = result.Id,
            DepartmentId = result.DepartmentId,
            VerdictThen = result.Verdict ?? Verdict.NeedsPerson,
            FoundAt = context.At,
        };
        finding.See(now, context);
        return finding;
    }

    internal void See(FiveChecks now, OperationContext context)
    {
        Now = now;
        VerdictNow = now.Verdict;
        SeenAt = context.At;
    }

    internal void Settle(OperationContext context) => SettledAt = context.At;

    internal sealed class Mapping : IEntityTypeConfiguration<DriftFinding>
    {
        public void Configure(EntityTypeBuilder<DriftFinding> builder)
        {
            builder.ToTable("DriftFindings");
            builder.Property(row => row.Now).HasJson();
            builder.HasIndex(row => new { row.ResultId, row.SettledAt });
            builder.HasIndex(row => new { row.DepartmentId, row.SettledAt, row.FoundAt });
            builder.HasOne<Result>().WithMany().HasForeignKey(row => row.ResultId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

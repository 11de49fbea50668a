using Market.Marketplace.ApprovalCases;
using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Integration;

/// <summary>The tie between a case here and the same case in a department's own approval system (审批系统).</summary>
public sealed class ExchangedCase : IAggregate
{
    /// <summary>The longest number of an approval system.</summary>
    public const int LongestNumber = 60;

    private ExchangedCase()
    {
    }

    /// <summary>Identity: the case's.</summary>
    public Guid Id { get; private init; }

    /// <summary>Counts changes.</summary>
    public long Version { get; private set; }

    /// <summary>Whose system.</summary>
    public Guid DepartmentId { get; private set; }

    /// <summary>The case's number there.</summary>
    public string ExternalNumber { get; private init; } = "";

    /// <summary>Digest of what was last handed in.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>When it first came.</summary>
    public DateTimeOffset ReceivedAt { get; private init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    internal static ExchangedCase Tie(ApprovalCase approvalCase, string externalNumber, string contentHash, OperationContext context) => new()
    {
        Id = approvalCase.Id,
        DepartmentId = approvalCase.DepartmentId,
        ExternalNumber = externalNumber,
        ContentHash = contentHash,
        ReceivedAt = context.At,
        ChangedAt = context.At,
    };

    /// <summary>承继: the case is the other department's now, under the number it came with.</summary>
    internal void PassTo(Organisation department) => DepartmentId = department.Id;

    internal void Renew(string contentHash, OperationContext context)
    {
        ContentHash = contentHash;
        ChangedAt = context.At;
    }

    internal sealed class Mapping : IEntityTypeConfiguration<ExchangedCase>
    {
        public void Configure(EntityTypeBuilder<ExchangedCase> builder)
        {
            builder.ToTable("ExchangedCases");
            builder.Property(row => row.ExternalNumber).HasMaxLength(LongestNumber);
            builder.Property(row => row.ContentHash).HasMaxLength(64);
            builder.HasIndex(row => new { row.DepartmentId, row.ExternalNumber }).IsUnique();
            builder.HasOne<ApprovalCase>().WithOne().HasForeignKey<ExchangedCase>(row => row.Id).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Organisation>().WithMany().HasForeignKey(row => row.DepartmentId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

using Market.Marketplace.ApprovalCases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Results;

/// <summary>An accepted result used in another case of the same project (成果引用): not handed in again, not paid again.</summary>
public sealed class ResultReference
{
    /// <summary>Identity.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The result.</summary>
    public Guid ResultId { get; internal init; }

    /// <summary>The case that relies on it.</summary>
    public Guid CaseId { get; internal init; }

    /// <summary>Who referred to it.</summary>
    public string ReferredBy { get; internal init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset At { get; internal init; }

    internal sealed class Mapping : IEntityTypeConfiguration<ResultReference>
    {
        public void Configure(EntityTypeBuilder<ResultReference> builder)
        {
            builder.ToTable("ResultReferences");
            builder.Property(row => row.ReferredBy).HasMaxLength(100);
            builder.HasIndex(row => new { row.ResultId, row.CaseId }).IsUnique();
            builder.HasIndex(row => row.CaseId);
            builder.HasOne<Result>().WithMany().HasForeignKey(row => row.ResultId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<ApprovalCase>().WithMany().HasForeignKey(row => row.CaseId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

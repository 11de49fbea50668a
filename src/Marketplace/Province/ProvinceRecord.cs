using Market.Marketplace.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Province;

/// <summary>What the province reports about an agency besides its register entry.</summary>
public enum ProvinceRecordKind
{
    /// <summary>中选结果.</summary>
    Award,

    /// <summary>信用评价.</summary>
    Credit,
}

/// <summary>A result or a credit rating that the province decided.</summary>
public sealed class ProvinceRecord
{
    /// <summary>Identity.</summary>
    public Guid Id { get; private init; }

    /// <summary>What it is.</summary>
    public ProvinceRecordKind Kind { get; private init; }

    /// <summary>The province's number for it; for a rating, its period.</summary>
    public string Reference { get; private init; } = "";

    /// <summary>The agency, always found by its credit code.</summary>
    public Guid AgencyId { get; private init; }

    /// <summary>Project and buyer, or the grade.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Amount in yuan, or the score.</summary>
    public decimal? Value { get; private set; }

    /// <summary>The day of the decision.</summary>
    public DateOnly On { get; private set; }

    /// <summary>When it was last imported.</summary>
    public DateTimeOffset ImportedAt { get; private set; }

    internal static ProvinceRecord Of(ProvinceRecordKind kind, string reference, Guid agencyId, OperationContext context) =>
        new() { Id = context.NewId(), Kind = kind, Reference = reference, AgencyId = agencyId };

    internal void Take(string text, decimal? value, DateOnly on, OperationContext context) => (Text, Value, On, ImportedAt) = (text, value, on, context.At);

    internal sealed class Mapping : IEntityTypeConfiguration<ProvinceRecord>
    {
        public void Configure(EntityTypeBuilder<ProvinceRecord> builder)
        {
            builder.ToTable("ProvinceRecords");
            builder.Property(row => row.Reference).HasMaxLength(80);
            builder.HasIndex(row => new { row.Kind, row.AgencyId, row.Reference }).IsUnique();
        }
    }
}

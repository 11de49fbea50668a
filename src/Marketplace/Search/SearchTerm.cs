using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Search;

/// <summary>One entry of the search table: a pair of characters stands in the texts of a row. An ordinary table with an ordinary key,
/// because none of the databases' own full-text searches finds Chinese words of two characters, and no two work alike.</summary>
internal sealed class SearchTerm
{
    /// <summary>Which rows and which characters, packed by <see cref="SearchGrams"/>.</summary>
    public long Term { get; init; }

    /// <summary>The <see cref="SearchKey"/> of the row; rows of one term are read newest first.</summary>
    public long Document { get; init; }

    internal sealed class Mapping : IEntityTypeConfiguration<SearchTerm>
    {
        public void Configure(EntityTypeBuilder<SearchTerm> builder)
        {
            builder.ToTable("SearchTerms");
            builder.HasKey(row => new { row.Term, row.Document });
            builder.Property(row => row.Term).ValueGeneratedNever();
            builder.Property(row => row.Document).ValueGeneratedNever();
        }
    }
}

/// <summary>The number by which the search table names a row: eight bytes instead of an id's sixteen or thirty-six, in the order in which
/// the rows were made.</summary>
internal static class SearchKey
{
    /// <summary>The column that every searched table has.</summary>
    public const string Column = "SearchKey";

    /// <summary>A row that is not in the search table yet.</summary>
    public const long None = 0;

    private const int RandomBits = 20;

    /// <summary>The key of an id of version 7: its milliseconds (RFC 9562, 5.7) and twenty of its random bits. Two rows of one millisecond share
    /// a key once in a million; the table then refuses the second and its operation is run again with another id.</summary>
    public static long Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        long milliseconds = 0;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        var random = (bytes[9] << 16) | (bytes[10] << 8) | bytes[11];
        return (milliseconds << RandomBits) | (long)(random & ((1 << RandomBits) - 1));
    }
}

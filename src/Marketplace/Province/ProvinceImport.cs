using System.Globalization;
using Market.Marketplace.Operations;
using Market.Marketplace.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Market.Marketplace.Province;

/// <summary>A conflict of an import as it is kept.</summary>
public sealed record KeptConflict(string Of, string Code, IReadOnlyList<string> Args, bool Blocks)
{
    /// <summary>What does not agree, and what to do.</summary>
    public string Say(CultureInfo culture) => Refusals.Say(Code, culture, [.. Args]);
}

/// <summary>One import of the province's data: by whom, how much, and what did not agree. Conflicts stay to be looked at after the page is closed,
/// and those of an import by program are seen at all.</summary>
public sealed class ProvinceImport
{
    /// <summary>Identity; sorts by time.</summary>
    public Guid Id { get; private init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; private init; }

    /// <summary>By whom.</summary>
    public Guid ByUserId { get; private init; }

    /// <summary>The person's name then.</summary>
    public string ByName { get; private init; } = "";

    /// <summary>Agencies that were new.</summary>
    public int AgenciesAdded { get; private init; }

    /// <summary>Agencies that were here before.</summary>
    public int AgenciesChanged { get; private init; }

    /// <summary>中选结果.</summary>
    public int Awards { get; private init; }

    /// <summary>信用评价.</summary>
    public int Credits { get; private init; }

    /// <summary>What did not agree.</summary>
    public IReadOnlyList<KeptConflict> Conflicts { get; private init; } = [];

    internal static ProvinceImport Of(ProvinceImportResult result, OperationContext context) => new()
    {
        Id = context.NewId(),
        At = context.At,
        ByUserId = context.Actor.UserId,
        ByName = context.Actor.DisplayName,
        AgenciesAdded = result.AgenciesAdded,
        AgenciesChanged = result.AgenciesChanged,
        Awards = result.Awards,
        Credits = result.Credits,
        Conflicts =
        [
            .. result.Conflicts.Select(conflict => new KeptConflict(
                conflict.Of, conflict.Code, [.. conflict.Args.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")], conflict.Blocks)),
        ],
    };

    internal sealed class Mapping : IEntityTypeConfiguration<ProvinceImport>
    {
        public void Configure(EntityTypeBuilder<ProvinceImport> builder)
        {
            builder.ToTable("ProvinceImports");
            builder.Property(row => row.ByName).HasMaxLength(100);
            builder.Property(row => row.Conflicts).HasJson();
            builder.HasIndex(row => row.At);
        }
    }
}

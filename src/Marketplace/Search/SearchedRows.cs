using Market.Marketplace.Agencies;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Notices;
using Market.Marketplace.Procurements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Market.Marketplace.Search;

/// <summary>A table whose rows are found by words, and which of their texts are looked at.</summary>
/// <param name="Row">The aggregate.</param>
/// <param name="Scope">Its part of the search table.</param>
/// <param name="Texts">Properties that are searched.</param>
/// <param name="Spelt">Of these, found by pinyin in full and by initials.</param>
/// <param name="Initialled">Of these, found by initials only, where full pinyin would double the table.</param>
internal sealed record SearchedRows(
    Type Row, SearchScope Scope, IReadOnlyList<string> Texts, IReadOnlyList<string> Spelt, IReadOnlyList<string> Initialled)
{
    /// <summary>Every searched table.</summary>
    public static IReadOnlyList<SearchedRows> All { get; } =
    [
        new(typeof(Agency), SearchScope.Agencies, [nameof(Agency.Name), nameof(Agency.CreditCode)], [nameof(Agency.Name)], []),
        new(typeof(ServiceItem), SearchScope.Items, [nameof(ServiceItem.Name), nameof(ServiceItem.Code)], [nameof(ServiceItem.Name)], []),
        new(
            typeof(Notice), SearchScope.Notices,
            [nameof(Notice.ProjectName), nameof(Notice.ServiceItemName), nameof(Notice.AgencyName), nameof(Notice.Number)],
            [], [nameof(Notice.ProjectName)]),
        new(
            typeof(Procurement), SearchScope.Procurements,
            [nameof(Procurement.ProjectName), nameof(Procurement.ServiceItemName), nameof(Procurement.OwnerName), nameof(Procurement.WinnerName), nameof(Procurement.Number)],
            [], [nameof(Procurement.ProjectName), nameof(Procurement.ServiceItemName)]),
    ];

    /// <summary>The terms of texts by property.</summary>
    public HashSet<long> TermsOf(Func<string, string?> textOf)
    {
        return SearchGrams.Of(Scope, Read(Texts), Read(Spelt), Read(Initialled));

        IEnumerable<string> Read(IReadOnlyList<string> names) => names.Select(textOf).OfType<string>();
    }

    /// <summary>The terms of a row as it is now, or as it was when it was read.</summary>
    public HashSet<long> TermsOf(EntityEntry entry, bool original = false) =>
        TermsOf(name => (string?)(original ? entry.Property(name).OriginalValue : entry.Property(name).CurrentValue));

    /// <summary>Gives each searched table the column that the search table refers to.</summary>
    public static void AddColumns(ModelBuilder builder)
    {
        foreach (var searched in All)
        {
            var row = builder.Entity(searched.Row);
            row.Property<long>(SearchKey.Column).HasDefaultValue(SearchKey.None);
            row.HasIndex(SearchKey.Column);
        }
    }
}

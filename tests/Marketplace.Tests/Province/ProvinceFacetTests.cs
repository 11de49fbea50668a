using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Province;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Province;

public sealed class ProvinceFacetTests
{
    [Fact]
    public async Task The_records_of_the_province_are_narrowed_down_with_counts_that_follow_each_import()
    {
        await using var market = await MarketFixture.StartAsync(options => options with { ProvinceMode = true });
        var (first, second) = (market.World.First, market.World.Second);
        await ImportAsync(Award("HN-1", first.CreditCode, 12_000m, "2025-11-01"), Award("HN-2", first.CreditCode, 600_000m, "2026-11-01"));
        Assert.Equal([("2026", 1), ("2025", 1)], Counts(await FindAsync(), ProvinceFacet.Year));

        await ImportAsync(Award("HN-3", second.CreditCode, 15_000m, "2026-11-02"));

        var all = await FindAsync();
        Assert.Equal(["HN-3", "HN-2", "HN-1"], all.Page.Rows.Select(row => row.Reference));
        Assert.Equal([("0-50000", 2), ("500000-1000000", 1)], Counts(all, ProvinceFacet.Measure));
        Assert.Equal([(first.Name, 2), (second.Name, 1)], Counts(all, ProvinceFacet.Agency).Select(value => (all.AgencyNames[value.Value], value.Count)));
        var narrowed = await FindAsync(first.Name[..4], (ProvinceFacet.Measure, "0-50000"));
        Assert.Equal("HN-1", Assert.Single(narrowed.Page.Rows).Reference);
        Assert.Equal([("0-50000", 1), ("500000-1000000", 1)], Counts(narrowed, ProvinceFacet.Measure));
        Assert.Equal([("2025", 1)], Counts(narrowed, ProvinceFacet.Year));

        Task ImportAsync(params string[] awards) => market.RunAsync(market.World.Operator, (ImportProvince import) =>
            import.ExecuteAsync(Encoding.UTF8.GetBytes($$"""{ "awards": [ {{string.Join(", ", awards)}} ] }"""), dryRun: false));

        Task<ProvinceFindings> FindAsync(string? words = null, params (ProvinceFacet Facet, string Value)[] wanted) => market.RunAsync(Actor.Public, (SearchProvinceRecords search) =>
            search.ExecuteAsync(new PageRequest(words), ProvinceRecordKind.Award, wanted.ToDictionary(pair => pair.Facet, pair => pair.Value)));
    }

    private static string Award(string number, string code, decimal amount, string day) => FormattableString.Invariant(
        $$"""{ "number": "{{number}}", "creditCode": "{{code}}", "project": "湘江新城", "buyer": "某业主", "amount": {{amount}}, "selectedOn": "{{day}}" }""");

    private static IEnumerable<(string Value, int Count)> Counts(ProvinceFindings found, ProvinceFacet facet) =>
        found.Facets[facet].Select(value => (value.Value, value.Count));
}

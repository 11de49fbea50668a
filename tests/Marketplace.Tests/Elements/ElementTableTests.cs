using System.Globalization;
using Market.Marketplace.Catalogue;
using Market.Marketplace.Elements;
using Market.Marketplace.Operations;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Elements;

public sealed class ElementTableTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Declared_found_limit_and_conclusion_stand_in_one_line()
    {
        var table = Table(TestData.GoodElements, new() { ["用地面积"] = "10000.30", ["容积率"] = "2.18" });

        var ratio = Row(table, "容积率");
        Assert.Equal(("2.18", "2.20", "≤ 2.20", ElementOutcome.Met, "+0.02"), (ratio.Declared, ratio.Value, ratio.Condition, ratio.Outcome, ratio.Difference));
        Assert.Equal(("0.30", ElementOutcome.Met), (Row(table, "用地面积差").Value, Row(table, "用地面积差").Outcome));
        Assert.Equal(("是", ElementOutcome.Met), (Row(table, "符合规划条件").Value, Row(table, "符合规划条件").Outcome));
        Assert.Equal("-0.30", Row(table, "用地面积").Difference);
        Assert.True(table.IsComplete);
    }

    [Fact]
    public void A_value_beyond_its_limit_is_not_met_and_the_conclusion_says_so()
    {
        var table = Table(TestData.GoodElements.With("计容建筑面积", "22051"), Nothing);

        Assert.Equal(("2.21", ElementOutcome.NotMet), (Row(table, "容积率").Value, Row(table, "容积率").Outcome));
        Assert.Equal(ElementOutcome.NotMet, Row(table, "符合规划条件").Outcome);
    }

    [Fact]
    public void What_is_not_known_is_open_and_never_met()
    {
        var table = Table(new() { ["用地面积"] = "10000" }, Nothing);

        Assert.Equal(("", ElementOutcome.Open), (Row(table, "容积率").Value, Row(table, "容积率").Outcome));
        Assert.Equal(["计容建筑面积"], table.Missing);
    }

    [Fact]
    public void Planning_conditions_set_the_limit_where_the_schema_names_them()
    {
        var schema = new ElementSchema([new("LDL", "绿地率", ElementKind.Indicator) { Unit = "%", Decimals = 2, Limit = new(LimitKind.AtLeast, "条件.绿地率") }]);

        var row = Assert.Single(ElementTable.Of(schema, new Dictionary<string, string> { ["绿地率"] = "35.1%" }, Nothing, new Dictionary<string, string> { ["绿地率"] = "35" }).Rows);
        var without = Assert.Single(ElementTable.Of(schema, new Dictionary<string, string> { ["绿地率"] = "35.1%" }, Nothing, Nothing).Rows);

        Assert.Equal(("35.10", "≥ 35.00", ElementOutcome.Met), (row.Value, row.Condition, row.Outcome));
        Assert.Equal(("", ElementOutcome.Open), (without.Condition, without.Outcome));
    }

    [Theory]
    [InlineData("用地面积", "15 亩", "wrong-unit")]
    [InlineData("用地面积", "一万", "not-a-number")]
    [InlineData("用地面积", "1e4", "not-a-number")]
    [InlineData("用地面积", "10000.123", "too-precise")]
    [InlineData("用地面积", "10000.10.1", "not-a-number")]
    public void An_entry_of_the_wrong_type_unit_or_precision_is_named(string element, string entered, string code)
    {
        var table = Table(TestData.GoodElements.With(element, entered), Nothing);

        Assert.Equal((element, code), (table.Problems[0].Element, table.Problems[0].Code));
        Assert.False(table.IsComplete);
        Assert.NotEqual($"element.{code}", table.Problems[0].Say(CultureInfo.GetCultureInfo("en")));
    }

    [Theory]
    [InlineData("10,000.50")]
    [InlineData("10 000.5 ㎡")]
    [InlineData("10000.50 m2")]
    [InlineData("10000.500 平方米")]
    public void Usual_ways_to_write_a_number_are_understood(string entered) =>
        Assert.Equal("10000.50", Row(Table(TestData.GoodElements.With("用地面积", entered), Nothing), "用地面积").Value);

    [Fact]
    public void A_division_by_zero_is_a_problem_of_its_element_and_not_a_failure()
    {
        var table = Table(TestData.GoodElements.With("用地面积", "0"), Nothing);

        Assert.Equal(("容积率", "division-by-zero"), (table.Problems[0].Element, table.Problems[0].Code));
    }

    [Theory]
    [InlineData("容积率 + 1", "schema-circle")]
    [InlineData("绿地率 + 1", "schema-unknown-name")]
    [InlineData("用地面积 +", "schema-formula")]
    public async Task A_schema_that_cannot_be_worked_with_is_not_published(string formula, string code)
    {
        await using var market = await MarketFixture.StartAsync();
        var circular = TestData.ReviewElements with
        {
            Elements = [.. TestData.ReviewElements.Elements.Select(element => element.Name == "容积率" ? element with { Formula = formula } : element)],
        };

        Assert.Equal(code, await market.RefusalAsync(Actor.System, (PublishServiceItem publish) =>
            publish.ExecuteAsync(TestData.Item("ZJ-2-77", "审查") with { Elements = circular })));
    }

    [Theory]
    [InlineData("容积率")]
    [InlineData("RJL")]
    [InlineData("容积 率")]
    [InlineData("条件.容积率")]
    [InlineData("")]
    public async Task Names_are_unique_and_can_stand_in_a_formula(string name)
    {
        await using var market = await MarketFixture.StartAsync();
        var schema = new ElementSchema([.. TestData.ReviewElements.Elements, new ElementDefinition("X", name, ElementKind.Basic)]);

        Assert.Equal("schema-element", await market.RefusalAsync(Actor.System, (PublishServiceItem publish) =>
            publish.ExecuteAsync(TestData.Item("ZJ-2-77", "审查") with { Elements = schema })));
    }

    private static ElementTable Table(Dictionary<string, string> entered, Dictionary<string, string> declared) =>
        ElementTable.Of(TestData.ReviewElements, entered, declared, Nothing);

    private static ElementRow Row(ElementTable table, string name) => table.Rows.Single(row => row.Name == name);
}

internal static class Entries
{
    public static Dictionary<string, string> With(this Dictionary<string, string> entries, string name, string text) => new(entries) { [name] = text };
}

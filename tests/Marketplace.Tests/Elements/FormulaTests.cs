using Market.Marketplace.Elements;

namespace Market.Marketplace.Tests.Elements;

public sealed class FormulaTests
{
    private static readonly Dictionary<string, FormulaValue> Values = new()
    {
        ["用地面积"] = FormulaValue.Of(10_000m),
        ["计容建筑面积"] = FormulaValue.Of(21_960m),
        ["条件.容积率"] = FormulaValue.Of(2.2m),
        ["住宅"] = FormulaValue.Of(true),
        ["用地性质"] = FormulaValue.Of("居住"),
        ["零"] = FormulaValue.Of(0m),
    };

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3 - -4", "13")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("0.1 + 0.2", "0.3")]
    [InlineData("round(计容建筑面积 / 用地面积, 2)", "2.20")]
    [InlineData("round(2.345, 2)", "2.35")]
    [InlineData("round(-2.345, 2)", "-2.35")]
    [InlineData("max(1, min(5, 3), sum(1, 1))", "3")]
    [InlineData("ceiling(1.01) + floor(1.99) + abs(-2)", "5")]
    [InlineData("计容建筑面积 ÷ 用地面积 ≤ 条件.容积率", "是")]
    [InlineData("计容建筑面积 > 用地面积 × 3", "否")]
    [InlineData("not 住宅 or 用地性质 = \"居住\"", "是")]
    [InlineData("if(住宅 and 用地性质 <> \"工业\", \"应复核日照\", \"不需复核\")", "应复核日照")]
    [InlineData("known(没有填)", "否")]
    public void A_formula_is_worked_out_as_people_read_it(string text, string expected) =>
        Assert.Equal(expected, Formula.Parse(text).Evaluate(ValueOf).ToString());

    [Theory]
    [InlineData("没有填 + 1")]
    [InlineData("round(没有填, 2)")]
    [InlineData("没有填 <= 2")]
    [InlineData("if(没有填 = 1, 1, 2)")]
    [InlineData("住宅 and 没有填 = 1")]
    public void What_rests_on_something_missing_is_not_known(string text) => Assert.True(Formula.Parse(text).Evaluate(ValueOf).IsMissing);

    [Theory]
    [InlineData("not 住宅 and 没有填 = 1", "否")]
    [InlineData("住宅 or 没有填 = 1", "是")]
    public void What_one_side_decides_does_not_wait_for_the_other(string text, string expected) =>
        Assert.Equal(expected, Formula.Parse(text).Evaluate(ValueOf).ToString());

    [Theory]
    [InlineData("1 / 零", "division-by-zero", 2)]
    [InlineData("住宅 + 1", "types", 3)]
    [InlineData("用地性质 < \"工业\"", "types", 5)]
    [InlineData("住宅 = 1", "types", 3)]
    [InlineData("79228162514264337593543950335 * 10", "overflow", 30)]
    [InlineData("round(1, 1.5)", "types", 0)]
    [InlineData("if(1, 2, 3)", "types", 0)]
    public void What_cannot_be_worked_out_says_where(string text, string code, int position)
    {
        var wrong = Assert.Throws<FormulaException>(() => Formula.Parse(text).Evaluate(ValueOf));

        Assert.Equal((code, position), (wrong.Code, wrong.Position));
    }

    [Theory]
    [InlineData("", "syntax")]
    [InlineData("1 +", "syntax")]
    [InlineData("(1", "syntax")]
    [InlineData("1 2", "syntax")]
    [InlineData("1 < 2 < 3", "syntax")]
    [InlineData("\"open", "syntax")]
    [InlineData("1.2.3", "syntax")]
    [InlineData("a; b", "syntax")]
    [InlineData("System.IO.File.Delete(1)", "unknown-function")]
    [InlineData("sqrt(4)", "unknown-function")]
    [InlineData("round()", "arguments")]
    [InlineData("if(1 = 1, 2)", "arguments")]
    public void What_is_no_formula_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<FormulaException>(() => Formula.Parse(text)).Code);

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        string[] hostile =
        [
            new string('(', 1000) + "1" + new string(')', 900), string.Join(" + ", Enumerable.Repeat("1", 900)), new string('-', 900) + "1",
            string.Concat(Enumerable.Repeat("not ", 400)) + "住宅", new string('甲', Formula.LongestText + 1),
        ];

        Assert.All(hostile, text => Assert.Equal("too-long", Assert.Throws<FormulaException>(() => Formula.Parse(text)).Code));
    }

    [Fact]
    public void A_formula_names_its_elements_once() =>
        Assert.Equal(["甲", "报建.乙", "条件.丙"], Formula.Parse("甲 + 报建.乙 * 甲 - max(条件.丙, 甲)").Names);

    private static FormulaValue ValueOf(string name) => Values.GetValueOrDefault(name);
}

using Market.Marketplace.Organisations;
using Market.Marketplace.Projects;

namespace Market.Marketplace.Tests.Organisations;

public sealed class CodeTests
{
    [Theory]
    [InlineData("9144030071526726XG")]
    [InlineData("914403001922038216")]
    [InlineData("91430104MA4L00011D")]
    [InlineData("12430000448800A18E")]
    public void A_credit_code_with_the_right_check_character_is_valid(string code) => Assert.True(CreditCode.IsValid(code));

    [Theory]
    [InlineData("91430104MA4L00011E")]
    [InlineData("91430104MA4L0001")]
    [InlineData("91430I04MA4L00011D")]
    [InlineData("914301O4MA4L00011D")]
    [InlineData(null)]
    public void Any_other_credit_code_is_not(string? code) => Assert.False(CreditCode.IsValid(code));

    [Theory]
    [InlineData("2106-440100-04-01-237448", true)]
    [InlineData("2019-440104-47-03-012345", true)]
    [InlineData("2113-440100-04-01-237448", false)]
    [InlineData("2106-990100-04-01-237448", false)]
    [InlineData("2106-440100-04-01-23744", false)]
    [InlineData("2106440100-04-01-237448", false)]
    [InlineData("2106-440100-04-01-237448\n", false)]
    public void A_project_code_is_judged_by_shape_month_and_region(string code, bool plausible) =>
        Assert.Equal(plausible, ProjectCode.IsPlausible(code));
}

namespace Market.Signing.Tests;

public sealed class PageSetTests
{
    [Theory]
    [InlineData("all", 3, new[] { 1, 2, 3 })]
    [InlineData("odd", 4, new[] { 1, 3 })]
    [InlineData("even", 5, new[] { 2, 4 })]
    [InlineData("even", 1, new int[0])]
    [InlineData(" 1-3, 7 ,-1", 9, new[] { 1, 2, 3, 7, 9 })]
    [InlineData("5-", 7, new[] { 5, 6, 7 })]
    [InlineData("-3--1", 7, new[] { 5, 6, 7 })]
    [InlineData("3-1,2", 7, new[] { 1, 2, 3 })]
    public void Pages_are_named_as_people_write_them(string text, int count, int[] expected) => Assert.Equal(expected, PageSet.Parse(text).NumbersIn(count));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("first")]
    [InlineData("1,,2")]
    [InlineData("1-x")]
    [InlineData("99999999999")]
    public void Anything_else_is_no_list_of_pages(string text) => Assert.Throws<FormatException>(() => PageSet.Parse(text));

    [Theory]
    [InlineData("4")]
    [InlineData("2-4")]
    [InlineData("-4")]
    public void A_page_beyond_the_document_is_refused(string text) =>
        Assert.Equal("no-such-page", Assert.Throws<SealRefusedException>(() => PageSet.Parse(text).NumbersIn(3)).Code);
}

using System.Net;

namespace Market.Web.Tests;

public sealed class LanguageTests(TestSite site)
{
    [Fact]
    public async Task The_switch_turns_the_pages_to_English_and_goes_back_to_where_the_reader_was()
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync("/language?culture=en&back=/items", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/items", answer.Headers.Location!.OriginalString);
        var page = await browser.GetStringAsync("/items", TestContext.Current.CancellationToken);
        Assert.Contains("<html lang=\"en\"", page, StringComparison.Ordinal);
        Assert.Contains("Service items", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_browsers_own_language_does_not_decide()
    {
        using var browser = site.Browser();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB,en");

        var page = await browser.GetStringAsync("/", TestContext.Current.CancellationToken);

        Assert.Contains("<html lang=\"zh-CN\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/")]
    [InlineData("//example.org/")]
    [InlineData("/\\example.org/")]
    [InlineData("example.org")]
    public async Task It_never_leads_to_another_site(string back)
    {
        using var browser = site.Browser();

        var answer = await browser.GetAsync($"/language?culture=en&back={Uri.EscapeDataString(back)}", TestContext.Current.CancellationToken);

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }
}

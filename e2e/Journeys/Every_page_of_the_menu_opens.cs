using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>Everybody finds behind every entry of the menu a page, and no error.</summary>
public sealed class Every_page_of_the_menu_opens(Stage stage)
{
    [Theory]
    [InlineData("yezhu")]
    [InlineData("shenpi")]
    [InlineData("yunxing")]
    [InlineData("jigou1")]
    [InlineData("zhuce1")]
    [InlineData("yinzhang1")]
    [InlineData("guanli1")]
    public async Task For(string user)
    {
        await using var person = await stage.EnterAsync(user);
        var links = person.Page.Locator("nav.side-nav a");
        var addresses = await links.EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.NotEmpty(addresses);

        foreach (var address in addresses.Distinct())
        {
            var answer = await person.Page.GotoAsync(address);

            Assert.True(answer!.Ok, $"{address}: {answer.Status}");
            await Assertions.Expect(person.Main.Locator("h1").First).ToBeVisibleAsync();
        }
    }
}

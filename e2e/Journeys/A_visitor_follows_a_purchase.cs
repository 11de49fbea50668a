using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>A visitor without an account narrows the purchases down, sees where one stands and what a correction changed.</summary>
public sealed class A_visitor_follows_a_purchase(Stage stage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_count_leads_to_as_many_purchases_and_can_be_taken_back(bool phone)
    {
        await using var visitor = await stage.EnterAsync(phone: phone);
        await visitor.OpenAsync("/procurements");
        var facets = visitor.Main.GetByRole(AriaRole.Complementary, new() { Name = "筛选" });
        var voided = facets.GetByRole(AriaRole.Link, new() { NameRegex = new("^终止") });
        var said = int.Parse(await voided.Locator(".facet-count").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        await voided.ClickAsync();

        await Assertions.Expect(visitor.Main.GetByRole(AriaRole.Link, new() { Name = "去掉条件 终止" })).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Main.Locator("tr.linked")).ToHaveCountAsync(said);
        await Assertions.Expect(visitor.Main.Locator("tr.linked").Filter(new() { HasNotText = "终止" })).ToHaveCountAsync(0);
        await facets.GetByRole(AriaRole.Link, new() { NameRegex = new("^最低价") }).ClickAsync();
        await Assertions.Expect(visitor.Main.Locator(".chip")).ToHaveCountAsync(2);
        await Assertions.Expect(visitor.Main.Locator("tr.linked").Filter(new() { HasNotText = "最低价" })).ToHaveCountAsync(0);
        await visitor.Main.GetByRole(AriaRole.Link, new() { Name = "全部清除" }).ClickAsync();
        await Assertions.Expect(visitor.Main.Locator(".chip")).ToHaveCountAsync(0);
        await visitor.PictureAsync(phone ? "procurements-phone" : "procurements");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_bar_says_where_a_purchase_stands_and_two_editions_are_compared(bool phone)
    {
        await using var visitor = await stage.EnterAsync(phone: phone);
        await visitor.OpenAsync("/procurements?item=ZJ-2-01&status=SigningUp&search=云谷商务");
        var address = "/" + await visitor.Main.Locator("tr.linked").Last.Locator("a.row-link").GetAttributeAsync("href");
        await visitor.OpenAsync(address);

        var bar = visitor.Main.GetByRole(AriaRole.List, new() { Name = "采购进度" });
        await Assertions.Expect(bar.Locator("li")).ToHaveCountAsync(7);
        var here = bar.Locator("[aria-current=step]");
        await Assertions.Expect(here).ToHaveCountAsync(1);
        await Assertions.Expect(here).ToContainTextAsync("报名");
        await Assertions.Expect(here).ToContainTextAsync("当前");
        await Assertions.Expect(here.Locator("time")).ToBeVisibleAsync();

        var versions = visitor.Main.GetByRole(AriaRole.Region, new() { Name = "公告的各个版本" });
        await Assertions.Expect(versions.Locator("del").First).ToHaveTextAsync("室外景观与海绵城市专项设计方案。");
        await Assertions.Expect(versions.Locator("ins").First).ToContainTextAsync("径流总量控制率");
        await Assertions.Expect(versions.GetByText("285,000.00 元")).ToBeVisibleAsync();
        await versions.GetByLabel("与", new() { Exact = true }).SelectOptionAsync("1");
        await versions.GetByRole(AriaRole.Button, new() { Name = "比较两版" }).ClickAsync();
        await Assertions.Expect(versions.GetByText("这两版没有不同。")).ToBeVisibleAsync();
        await visitor.PictureAsync(phone ? "editions-phone" : "editions");
    }

    [Fact]
    public async Task A_purchase_that_ended_early_shows_the_place_and_the_reason()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync("/procurements?status=Voided&item=ZJ-2-04&search=云谷商务");
        await visitor.OpenAsync("/" + await visitor.Main.Locator("tr.linked").Last.Locator("a.row-link").GetAttributeAsync("href"));

        var here = visitor.Main.GetByRole(AriaRole.List, new() { Name = "采购进度" }).Locator("[aria-current=step]");
        await Assertions.Expect(here).ToContainTextAsync("终止");
        await Assertions.Expect(visitor.Main.GetByText("终止：")).ToHaveCountAsync(2);
    }
}

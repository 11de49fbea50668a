using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>A visitor computes a finished draw again; an owner publishes a purchase and an agency signs up under seal.</summary>
public sealed partial class A_draw_is_recomputed_and_a_purchase_begins(Stage stage)
{
    private const string Project = "湘江云谷产业研发中心";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_visitor_recomputes_a_finished_draw_in_the_browser_without_asking_the_server_again(bool phone)
    {
        await using var visitor = await stage.EnterAsync(phone: phone);
        await visitor.OpenAsync("/draws");
        var finished = visitor.Main.Locator("tr", new() { HasText = "已完成" }).First.Locator("a.row-link");
        await visitor.OpenAsync("/" + await finished.GetAttributeAsync("href"));

        await visitor.Button("在本机复算").ClickAsync();

        await Assertions.Expect(visitor.Main.GetByText("一致：在您的浏览器里算出的结果与公布的相同。")).ToBeVisibleAsync();
        var seeds = visitor.Main.Locator("#recomputed [data-part$=seed]");
        Assert.Matches("^[0-9a-f]{64}$", await seeds.First.InnerTextAsync());
        Assert.Equal(await seeds.First.InnerTextAsync(), await seeds.Last.InnerTextAsync());
        await visitor.PictureAsync(phone ? "draw-recomputed-phone" : "draw-recomputed");
    }

    [Fact]
    public async Task A_changed_proof_does_not_pass_for_the_published_one()
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.Page.RouteAsync("**/proof.json", async route =>
        {
            var answer = await route.FetchAsync();
            var text = await answer.TextAsync();
            await route.FulfillAsync(new() { Response = answer, Body = text.Replace("\"weight\":1", "\"weight\":2", StringComparison.Ordinal) });
        });
        await visitor.OpenAsync("/draws");
        await visitor.OpenAsync("/" + await visitor.Main.Locator("tr", new() { HasText = "已完成" }).First.Locator("a.row-link").GetAttributeAsync("href"));

        await visitor.Button("在本机复算").ClickAsync();

        await Assertions.Expect(visitor.Main.GetByText("不一致：")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_owner_publishes_a_purchase_and_an_agency_signs_up_under_seal()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await owner.OpenAsync("/purchases/new");
        // By name: other journeys register projects meanwhile, and the newest comes first.
        var project = await owner.Main.GetByLabel("项目", new() { Exact = true }).Locator("option", new() { HasText = Project }).GetAttributeAsync("value");
        await owner.Main.GetByLabel("项目", new() { Exact = true }).SelectOptionAsync(project!);
        await owner.Main.GetByLabel("服务事项").SelectOptionAsync("ZJ-2-04");
        await owner.Main.GetByLabel("选取方式").SelectOptionAsync("LowestPrice");
        await owner.Main.GetByLabel("服务内容").FillAsync("端到端旅程：编制交通影响评价报告。");
        await owner.Main.GetByLabel("服务期限（合同签订后工作日）").FillAsync("15");
        await owner.Main.GetByLabel("最高限价（元）").FillAsync("90000");
        await owner.Main.GetByLabel("最高限价（元）").BlurAsync();
        await owner.Button("按现在的要求计算").ClickAsync();
        await Assertions.Expect(owner.Main.GetByText("家符合条件")).ToBeVisibleAsync();
        await Assertions.Expect(owner.Main.GetByText("非本项目设计单位")).ToBeVisibleAsync();
        await owner.Button("保存草稿").ClickAsync();
        await owner.Page.WaitForURLAsync(Draft());
        await owner.PressAndConfirmAsync("发布公告", "确定发布");
        await owner.Page.WaitForURLAsync(Published());
        var address = new Uri(owner.Page.Url).AbsolutePath;
        await Assertions.Expect(owner.Main.GetByText("报名进行中")).ToBeVisibleAsync();
        await owner.PictureAsync("procurement-published");

        await using var clerk = await stage.EnterAsync("jigou3");
        await clerk.OpenAsync("/inbox");
        await clerk.Main.Locator($"a[href='{address[1..]}']").First.ClickAsync();
        await clerk.Page.WaitForURLAsync($"**{address}");
        await clerk.Main.GetByLabel("报价（元）").FillAsync("76500.5");
        await clerk.Button("密封报名").ClickAsync();
        await clerk.Page.WaitForURLAsync($"**{address}/receipt");
        await Assertions.Expect(clerk.Main.GetByText("76,500.50 元")).ToBeVisibleAsync();
        await clerk.PictureAsync("sign-up-receipt");

        // Nobody else sees the price, or that there is one.
        await using var rival = await stage.EnterAsync("jigou1");
        await rival.OpenAsync(address);
        await Assertions.Expect(rival.Main.GetByText("报名情况在截止时公布")).ToBeVisibleAsync();
        Assert.DoesNotContain("76,500", await rival.Page.ContentAsync(), StringComparison.Ordinal);
        await owner.OpenAsync(address);
        Assert.DoesNotContain("76,500", await owner.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [GeneratedRegex("/purchases/[0-9a-f-]{36}$")]
    private static partial Regex Draft();

    [GeneratedRegex("/procurements/[0-9a-f-]{36}$")]
    private static partial Regex Published();
}

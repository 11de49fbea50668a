using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>选取方式: each is published, signed up for and brought to its result through the pages, and the result says by which figures it came about.
/// 随机抽取 and 竞价 have journeys of their own.</summary>
[Collection(nameof(SandboxJourneys))]
public sealed class Every_way_of_selecting_is_played(SandboxStage stage)
{
    private const string Second = "浏阳河国土空间规划咨询有限公司";
    private const string Reason = "同类项目业绩较多，人员配置满足要求。";

    private static readonly (int Agency, string Price, string Points)[] Offers = [(1, "88000", "82"), (2, "85000", "91"), (4, "86000", "78.5")];

    [Fact]
    public async Task Direct_credit_best_price_average_price_and_merit_come_to_a_winner_with_their_figures_in_public()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        var direct = await Purchases.PublishAsync(owner, new Purchase("Direct", "直接选取：补充交通影响评价。", "60000") { Direct = Second });
        var credit = await Purchases.PublishAsync(owner, new Purchase("Credit", "信用择优：交通影响评价。") { Lists = (3, 2) });
        var best = await Purchases.PublishAsync(owner, new Purchase("BestPrice", "最优价：交通影响评价。"));
        var average = await Purchases.PublishAsync(owner, new Purchase("AveragePrice", "均价：交通影响评价。"));
        var merit = await Purchases.PublishAsync(owner, new Purchase("Merit", "方案择优：交通影响评价。"));
        foreach (var (agency, price, _) in Offers)
        {
            await using var clerk = await stage.EnterAsync($"jigou{agency}");
            if (agency == 2)
            {
                await Purchases.SignUpAsync(clerk, direct);
            }

            await Purchases.SignUpAsync(clerk, credit);
            await Purchases.SignUpAsync(clerk, best, price);
            await Purchases.SignUpAsync(clerk, average, price);
            await Purchases.SignUpAsync(clerk, merit, price, Repository.ReportOfItsOwn("technical-review.pdf", $"方案-{agency}"));
        }

        await using var witness = await stage.EnterAsync("shenpi");
        await using var operatorOf = await stage.EnterAsync("yunxing");
        await Purchases.DrawAsync(
            stage, [await Purchases.DrawOfAsync(owner, credit), await Purchases.DrawOfAsync(owner, best)], owner, witness, operatorOf);
        await PickFromSmallListAsync(owner, credit);
        await ScorePlansAsync(owner, merit);

        await using var visitor = await stage.EnterAsync();
        await ShowsAsync(visitor, direct, "direct", Second);
        await ShowsAsync(visitor, credit, "credit", Reason);
        await ShowsAsync(visitor, best, "best-price", "基数");
        // The mean of 88,000, 85,000 and 86,000 is 86,333.33: 86,000 is the nearest that is not above it.
        await ShowsAsync(visitor, average, "average-price", "86,333.33");
        Assert.Contains("捞刀河", await Purchases.WinnerAsync(visitor), StringComparison.Ordinal);
        await ShowsAsync(visitor, merit, "merit", Reason);
        Assert.Equal(Second, await Purchases.WinnerAsync(visitor));
    }

    private static async Task PickFromSmallListAsync(Person owner, string address)
    {
        await Purchases.UntilAsync(owner, address, "从小名单选定");
        await owner.PictureAsync("method-credit-pick", fullPage: true);
        var choices = owner.Main.GetByRole(AriaRole.Radio);
        await Assertions.Expect(choices).ToHaveCountAsync(2);
        await choices.First.CheckAsync();
        await owner.Main.GetByLabel("选定理由（公开）").FillAsync(Reason);
        await owner.Button("选定").ClickAsync();
        await Assertions.Expect(owner.Main.GetByText("中选公示中").First).ToBeVisibleAsync();
    }

    private static async Task ScorePlansAsync(Person owner, string address)
    {
        await Purchases.UntilAsync(owner, address, "评定方案");
        foreach (var (agency, price, points) in Offers)
        {
            var plan = owner.Main.Locator("form .panel", new() { HasText = $"{decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture):N2}" });
            await plan.GetByLabel("得分（0 至 100）").FillAsync(points);
            await plan.GetByLabel("评分理由").FillAsync($"方案针对性和人员配置综合评定（{agency}）");
        }

        await owner.Main.GetByLabel("选定理由（公开）").FillAsync(Reason);
        await Purchases.PicturesAsync(owner, "method-merit-scores");
        await owner.Button("公布评分并选定").ClickAsync();
        await Assertions.Expect(owner.Main.GetByText("中选公示中").First).ToBeVisibleAsync();
    }

    private static async Task ShowsAsync(Person visitor, string address, string name, string figure)
    {
        await Purchases.UntilAsync(visitor, address, "中选公示中");
        await Assertions.Expect(visitor.Main.GetByText(figure).First).ToBeVisibleAsync();
        await Purchases.PicturesAsync(visitor, $"method-{name}");
    }
}

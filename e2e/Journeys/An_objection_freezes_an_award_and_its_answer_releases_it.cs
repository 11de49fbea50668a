using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>异议: while it is open the award stands still, whatever the clock says; answered, the publicity begins anew and the award follows.</summary>
[Collection(nameof(SandboxJourneys))]
public sealed class An_objection_freezes_an_award_and_its_answer_releases_it(SandboxStage stage)
{
    private const string Grounds = "中选机构的报价低于成本，请说明是否核实。";
    private const string Answer = "已核实成本构成，报价不低于成本，异议不成立。";

    [Fact]
    public async Task The_award_waits_for_the_answer_past_the_end_of_its_publicity()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        var contested = await Purchases.PublishAsync(owner, new Purchase("LowestPrice", "施工期交通组织方案及影响评价（有异议）。"));
        var other = await Purchases.PublishAsync(owner, new Purchase("LowestPrice", "施工期交通组织方案及影响评价（无异议）。"));
        foreach (var (number, price) in new[] { (1, "86500"), (2, "79800"), (4, "81200") })
        {
            await using var clerk = await stage.EnterAsync($"jigou{number}");
            await Purchases.SignUpAsync(clerk, contested, price);
            await Purchases.SignUpAsync(clerk, other, price);
        }

        await owner.OpenAsync(await Purchases.DrawOfAsync(owner, contested));
        await stage.AdvanceToAsync(await Purchases.InstantAsync(owner, "报名截止、名单冻结"));
        await Purchases.UntilAsync(owner, contested, "中选公示中");
        var winner = await Purchases.WinnerAsync(owner);
        var firstEnd = await Purchases.InstantAsync(owner, "公示至");

        await using var objector = await stage.EnterAsync("jigou1");
        await objector.OpenAsync(contested);
        await objector.Button("提出异议").ClickAsync();
        await objector.Main.GetByLabel("异议的事实和理由").FillAsync(Grounds);
        await objector.Button("提出异议").ClickAsync();
        await Assertions.Expect(objector.Main.GetByText("有异议，中选结果已冻结，等待业主答复。")).ToBeVisibleAsync();

        // The one beside it is awarded when its publicity is over; the contested one, due at the same instant, is not.
        await Purchases.UntilAsync(owner, other, "中选公示中");
        await stage.AdvanceToAsync(await Purchases.InstantAsync(owner, "公示至"));
        await Purchases.UntilAsync(owner, other, "已发出中选通知");
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync(contested);
        await Assertions.Expect(visitor.Main.GetByText("有异议，中选结果已冻结，等待业主答复。")).ToBeVisibleAsync();
        await Assertions.Expect(visitor.Main.GetByText("一家报名机构（名称不公开）")).ToBeVisibleAsync();
        await Purchases.PicturesAsync(visitor, "objection-frozen");

        await owner.OpenAsync(contested);
        await owner.PictureAsync("objection-answer", fullPage: true);
        await owner.Main.GetByLabel("答复", new() { Exact = true }).FillAsync(Answer);
        await owner.Main.GetByLabel("异议不成立，恢复公示并重新计时").CheckAsync();
        await owner.Button("公布答复").ClickAsync();
        await Assertions.Expect(owner.Main.GetByText("中选公示中").First).ToBeVisibleAsync();

        Assert.True(await Purchases.InstantAsync(owner, "公示至") > firstEnd, "the publicity did not begin anew");
        Assert.Equal(winner, await Purchases.WinnerAsync(owner));
        await Purchases.PassPublicityAsync(stage, owner, contested);
        Assert.Equal(winner, await Purchases.WinnerAsync(owner));
        await visitor.OpenAsync(contested);
        await Assertions.Expect(visitor.Main.GetByText(Answer).First).ToBeVisibleAsync();
        await Purchases.PicturesAsync(visitor, "objection-released");
    }
}

using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>用印: applied for, returned, applied for again, approved and used by the one to whom the seal was delegated.</summary>
public sealed class The_unit_seal_is_used_only_after_approval(Stage stage)
{
    private const string Project = "湘江云谷住宅小区一期";
    private const string Reason = "第 2 页缺少校核人签字，请补齐后再申请。";

    [Fact]
    public async Task From_a_returned_application_to_a_use_in_the_log()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var task = (await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, Project)))[0];
        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await using var keeper = await stage.EnterAsync($"yinzhang{number}");
        await using var manager = await stage.EnterAsync($"guanli{number}");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, "technical-review.pdf", "E2E-YONGYIN-1");
        await using var practitioner = await stage.EnterAsync($"zhuce{number}");
        await MainJob.SealAsync(practitioner, result);

        await ReturnAsync(keeper, result);
        await ApplyAgainAsync(clerk, result);
        await DelegateAsync(manager, task.Agency);
        await ApproveAsync(manager, result);
        await MainJob.SealAsync(practitioner, result);

        await keeper.OpenAsync("/seals?view=log&search=E2E-YONGYIN-1");
        var use = keeper.Main.Locator("tbody tr", new() { HasText = "申请" }).First;
        await Assertions.Expect(use).ToContainTextAsync("批准");
        await Assertions.Expect(use).ToContainTextAsync(task.ServiceItem);
        await keeper.PictureAsync("seal-use-log", fullPage: true);
        await keeper.Page.SetViewportSizeAsync(390, 844);
        await keeper.PictureAsync("seal-use-log-phone", fullPage: true);
    }

    private static async Task ReturnAsync(Person keeper, string result)
    {
        await keeper.OpenAsync("/seals?view=waiting");
        await Assertions.Expect(keeper.Main.GetByText("E2E-YONGYIN-1").First).ToBeVisibleAsync();
        await keeper.PictureAsync("seal-applications");
        await keeper.OpenAsync(result);
        await Assertions.Expect(keeper.Main.GetByText("您用印即批准这份申请").First).ToBeVisibleAsync();
        await keeper.PictureAsync("seal-application-pending", fullPage: true);
        await keeper.Button("退回申请").ClickAsync();
        await keeper.Main.GetByLabel("退回理由").FillAsync(Reason);
        await keeper.Button("确认退回申请").ClickAsync();
        await Assertions.Expect(keeper.Main.GetByText(Reason).First).ToBeVisibleAsync();

        // Without an application nobody is offered the unit's seal.
        await Assertions.Expect(keeper.Main.GetByText("单位印章须先申请并获批准").First).ToBeVisibleAsync();
    }

    private static async Task ApplyAgainAsync(Person clerk, string result)
    {
        await clerk.OpenAsync(result);
        await Assertions.Expect(clerk.Main.GetByText(Reason).First).ToBeVisibleAsync();
        await clerk.PictureAsync("seal-application-returned", fullPage: true);
        await clerk.Main.GetByLabel("用印事由").FillAsync("校核人已补签，请予用印");
        await clerk.Button("申请用印").ClickAsync();
        await Assertions.Expect(clerk.Main.GetByText("校核人已补签，请予用印").First).ToBeVisibleAsync();
    }

    // A keeper is away for a week; the practitioner, who has the role of a seal keeper as well, seals in that place.
    private static async Task DelegateAsync(Person manager, string agency)
    {
        await manager.OpenAsync(await Custody.UnitSealAsync(manager, agency));
        await manager.Main.GetByText("委托代管", new() { Exact = true }).First.ClickAsync();
        await manager.Main.GetByLabel("委托理由").FillAsync("保管人外出培训一周");
        await manager.PictureAsync("seal-delegation", fullPage: true);
        await manager.Button("确定委托").ClickAsync();
        await Assertions.Expect(manager.Main.GetByText("委托代管已登记。")).ToBeVisibleAsync();
        await Assertions.Expect(manager.Main.GetByText("保管人外出培训一周").First).ToBeVisibleAsync();
        await manager.PictureAsync("seal-delegated", fullPage: true);
    }

    private static async Task ApproveAsync(Person manager, string result)
    {
        await manager.OpenAsync(result);
        await manager.Button("批准用印").ClickAsync();
        await Assertions.Expect(manager.Main.GetByText("已批准").First).ToBeVisibleAsync();
        await manager.PictureAsync("seal-application-approved", fullPage: true);
    }
}

using System.Globalization;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>A seal of a registered maker: picture, certificate and key come in, it seals, it is renewed, and when it is lost the
/// results concerned are listed, those who hold them are told, and what was accepted drifts.</summary>
public sealed class A_registered_seal_is_entered_renewed_and_reported_lost(Stage stage)
{
    private const string Project = "湘江云谷住宅小区一期";

    // Behind the numbers of the demonstration, so that nobody else's choice begins with it.
    private const string Number = "99E2E0001";
    private const string Loss = "保管柜被撬，令牌下落不明";

    [Fact]
    public async Task From_a_police_registered_picture_to_a_loss_report()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var task = (await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, Project)))[0];
        var agency = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var manager = await stage.EnterAsync($"guanli{agency}");
        var creditCode = await Custody.CreditCodeAsync(owner, task.Agency);
        var first = await EnterAsync(manager, task.Agency, creditCode);
        var renewed = await RenewAsync(manager, task.Agency, creditCode, first);

        await using var keeper = await stage.EnterAsync($"yinzhang{agency}");
        var result = await SealAsync(agency, task, keeper);
        await AcceptAsync(official, result);
        await LoseAsync(keeper, renewed);
        await HoldersAreToldAsync(official, owner, result);
        await DriftsAsync(official);
        await RefusesAsync(keeper, renewed);
    }

    private async Task<string> EnterAsync(Person manager, string agency, string creditCode)
    {
        var key = await Custody.CertificateAsync(stage, agency, creditCode, "first.p12");
        await manager.OpenAsync("/seals/import");
        var picture = await Custody.RegisteredPictureAsync(stage, manager, "registered.png");
        await manager.Main.GetByLabel("印章编码").FillAsync(Number);
        var keepers = manager.Main.GetByRole(AriaRole.Group, new() { Name = "保管人（至少两人）" }).GetByRole(AriaRole.Checkbox);
        for (var i = 0; i < await keepers.CountAsync(); i++)
        {
            await keepers.Nth(i).CheckAsync();
        }

        var address = await Custody.ImportAsync(manager, picture, key);
        await Assertions.Expect(manager.Main.GetByText(Number).First).ToBeVisibleAsync();
        await Assertions.Expect(manager.Main.GetByText("42").First).ToBeVisibleAsync();
        await manager.PictureAsync("seal-imported", fullPage: true);
        return address;
    }

    // A renewed certificate needs a re-made seal; the same certificate is refused as none.
    private async Task<string> RenewAsync(Person manager, string agency, string creditCode, string old)
    {
        await manager.Main.GetByRole(AriaRole.Link, new() { Name = "办理换章" }).ClickAsync();
        await manager.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var key = await Custody.CertificateAsync(stage, agency, creditCode, "second.p12");
        var picture = await Custody.RegisteredPictureAsync(stage, manager, "remade.png");
        var address = await Custody.ImportAsync(manager, picture, key);
        Assert.NotEqual(old, address);
        await Assertions.Expect(manager.Main.GetByText("第 2 次制章").First).ToBeVisibleAsync();
        await manager.OpenAsync(old);
        await Assertions.Expect(manager.Main.GetByText("这枚印章已换章，不再使用。")).ToBeVisibleAsync();
        return address;
    }

    private async Task<string> SealAsync(int agency, DispatchedTask task, Person keeper)
    {
        await using var clerk = await stage.EnterAsync($"jigou{agency}");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, "technical-review.pdf", "E2E-GUASHI-1");
        await using (var practitioner = await stage.EnterAsync($"zhuce{agency}"))
        {
            await MainJob.SealAsync(practitioner, result);
        }

        await keeper.OpenAsync(result);
        await keeper.Main.GetByRole(AriaRole.Radio, new() { Name = Number }).CheckAsync();
        await keeper.Main.GetByLabel("动态口令").FillAsync(await keeper.AuthenticatorCodeAsync());
        await keeper.PictureAsync("seal-choice", fullPage: true);
        await MainJob.PressSealAsync(keeper);
        await Assertions.Expect(keeper.Main.GetByText("用印成功").First).ToBeVisibleAsync();
        await Assertions.Expect(keeper.Main.Locator(".verdict").GetByText("核验通过").First).ToBeVisibleAsync();
        var file = await MainJob.DownloadAsync(keeper, result, stage.DataDirectory);
        Assert.Contains("Signature is Valid", await OutsideJudges.PdfsigAsync(file), StringComparison.Ordinal);
        await OutsideJudges.QpdfCheckAsync(file);
        return result;
    }

    private static async Task AcceptAsync(Person official, string result)
    {
        await official.OpenAsync(result);
        await official.PressAndConfirmAsync("采信", "确定采信");
        await Assertions.Expect(official.Main.GetByRole(AriaRole.Heading, new() { Name = "采信决定" })).ToBeVisibleAsync();
    }

    // Nobody waits for the night: the watch looks when asked, and the verdict of the day stays beside today's.
    private static async Task DriftsAsync(Person official)
    {
        await official.OpenAsync("/drift");
        var row = official.Main.Locator("tr", new() { HasText = "E2E-GUASHI-1" });
        if (await row.CountAsync() == 0)
        {
            await official.Button("立即重新核验").ClickAsync();
        }

        await Assertions.Expect(row).ToBeVisibleAsync(new() { Timeout = 180_000 });
        await Assertions.Expect(row.GetByText("核验通过")).ToBeVisibleAsync();
        await Assertions.Expect(row.GetByText("待人工核验", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(row.GetByText("已挂失")).ToBeVisibleAsync();
        await official.PictureAsync("drift", fullPage: true);
        await official.Page.SetViewportSizeAsync(390, 844);
        await official.PictureAsync("drift-phone", fullPage: true);
        await official.Page.SetViewportSizeAsync(1366, 768);
    }

    private static async Task LoseAsync(Person keeper, string seal)
    {
        await keeper.OpenAsync(seal);
        var since = TimeProvider.System.GetUtcNow().AddHours(-1).ToOffset(TimeSpan.FromHours(8));
        await keeper.Main.GetByLabel("疑似失控时间（北京时间）").FillAsync(since.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture));
        await keeper.Main.GetByLabel("发生了什么").FillAsync(Loss);
        await keeper.PictureAsync("seal-loss-form", fullPage: true);
        await keeper.PressAndConfirmAsync("挂失", "确定挂失");
        await Assertions.Expect(keeper.Main.GetByText("已挂失，印章立即停用").First).ToBeVisibleAsync();

        // The time that was entered, not the one that the form began with.
        await Assertions.Expect(keeper.Main.GetByText($"疑似自 {since.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} 起失控").First).ToBeVisibleAsync();
        var inDoubt = keeper.Main.GetByRole(AriaRole.Table, new() { Name = "疑似失控以来用印的成果" });
        await Assertions.Expect(inDoubt.GetByText("E2E-GUASHI-1").First).ToBeVisibleAsync();
        await keeper.PictureAsync("seal-lost", fullPage: true);
        await keeper.Page.SetViewportSizeAsync(390, 844);
        await keeper.PictureAsync("seal-lost-phone", fullPage: true);
        await keeper.Page.SetViewportSizeAsync(1366, 768);
    }

    private static async Task HoldersAreToldAsync(Person official, Person owner, string result)
    {
        foreach (var holder in new[] { official, owner })
        {
            await holder.OpenAsync("/inbox");
            await Assertions.Expect(holder.Main.GetByRole(AriaRole.Link, new() { Name = "E2E-GUASHI-1" }).Filter(new() { HasText = "已挂失" }).First).ToBeVisibleAsync();
        }

        await official.PictureAsync("inbox-seal-lost");
        await official.OpenAsync(result);
        await Assertions.Expect(official.Main.GetByText("请向出具机构核实，再作判断").First).ToBeVisibleAsync();
        await Assertions.Expect(official.Main.Locator(".verdict").GetByText("待人工核验").First).ToBeVisibleAsync();
        await official.PictureAsync("result-in-doubt", fullPage: true);
    }

    private static async Task RefusesAsync(Person keeper, string seal)
    {
        await keeper.OpenAsync(seal);
        await Assertions.Expect(keeper.Main.GetByText(Loss).First).ToBeVisibleAsync();
        await Assertions.Expect(keeper.Main.GetByText("只有运行机构能撤销").First).ToBeVisibleAsync();
        await Assertions.Expect(keeper.Button("恢复启用")).ToHaveCountAsync(0);
    }
}

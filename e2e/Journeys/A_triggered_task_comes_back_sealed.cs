using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>The whole job, one browser per person, from filing to an accepted result that outside programs agree with.</summary>
public sealed class A_triggered_task_comes_back_sealed(Stage stage)
{
    private const string Project = "湘江云谷住宅小区一期";

    [Fact]
    public async Task From_filing_to_acceptance_by_a_named_official()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        await using var watcher = await stage.EnterAsync("shenpi2");
        await owner.PictureAsync("enterprise-desk");
        await official.PictureAsync("department-desk");

        var caseAddress = await MainJob.FileCaseAsync(owner, Project);
        var tasks = await MainJob.AcceptCaseAsync(official, caseAddress);
        await official.PictureAsync("department-case", fullPage: true);

        Assert.Equal(["规划方案技术审查", "日照复核"], tasks.Select(task => task.ServiceItem));
        Assert.Equal(2, tasks.Select(task => task.Agency).Distinct().Count());
        Assert.All(tasks, task => Assert.False(string.IsNullOrEmpty(task.DueOn)));

        await watcher.OpenAsync("/inbox");
        foreach (var (task, sample) in tasks.Zip(["technical-review.pdf", "sunlight-review.pdf"]))
        {
            await DeliverAsync(task, sample, $"E2E-{task.ServiceItem}-1", watcher);
        }

        await ReturnAndResubmitAsync(tasks[1], official);
        await AcceptAsync(tasks[0], official);
        await AcceptAsync(tasks[1], official);

        await owner.OpenAsync(caseAddress);
        await Assertions.Expect(owner.Main.GetByText("其中 2 项成果已采信").First).ToBeVisibleAsync();
        await owner.PictureAsync("enterprise-case", fullPage: true);
        await OutsideProgramsAgreeAsync(owner, tasks[0]);
    }

    /// <summary>Agency: take, hand in, seal twice. Department: it appears on the open page without a reload.</summary>
    private async Task DeliverAsync(DispatchedTask task, string sample, string reportNumber, Person watcher)
    {
        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await clerk.PictureAsync("agency-desk");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, sample, reportNumber);
        await clerk.PictureAsync("agency-task", fullPage: true);
        await SealByBothAsync(number, result);

        await Assertions.Expect(watcher.Main.Locator($"a[href='{result[1..]}']").First).ToBeVisibleAsync();
        await watcher.PictureAsync("department-inbox");
    }

    private async Task SealByBothAsync(int number, string result)
    {
        await using var practitioner = await stage.EnterAsync($"zhuce{number}");
        await practitioner.PictureAsync("practitioner-desk");
        await using var keeper = await stage.EnterAsync($"yinzhang{number}");
        await MainJob.SealAsync(practitioner, result);
        await keeper.PictureAsync("keeper-desk");
        await MainJob.SealAsync(keeper, result);
        await keeper.PictureAsync("keeper-sealed", fullPage: true);
    }

    private async Task ReturnAndResubmitAsync(DispatchedTask task, Person official)
    {
        await OpenLatestResultAsync(official, task);
        await official.Button("退回修改").ClickAsync();
        var kind = official.Main.Locator(".defect").First;
        await kind.GetByRole(AriaRole.Checkbox).CheckAsync();
        await kind.GetByRole(AriaRole.Textbox).Last.FillAsync("第 3 页大寒日日照时数与附表不一致，请复核后重报。");
        await official.Button("确认退回").ClickAsync();
        await Assertions.Expect(official.Main.GetByText("退回修改的问题")).ToBeVisibleAsync();
        await official.PictureAsync("department-returned", fullPage: true);

        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        var again = await MainJob.SubmitAsync(clerk, task, "sunlight-review.pdf", $"E2E-{task.ServiceItem}-2");
        await SealByBothAsync(number, again);
    }

    private static async Task AcceptAsync(DispatchedTask task, Person official)
    {
        await OpenLatestResultAsync(official, task);
        await Assertions.Expect(official.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await Assertions.Expect(official.Main.GetByText("不代表对成果内容的认可").First).ToBeVisibleAsync();
        await Assertions.Expect(official.Main.Locator(".check")).ToHaveCountAsync(5);
        await official.PictureAsync("department-result");
        await official.PressAndConfirmAsync("采信", "确定采信");
        await Assertions.Expect(official.Main.GetByText("李思齐 已采信").First).ToBeVisibleAsync();
    }

    private static async Task OpenLatestResultAsync(Person reader, DispatchedTask task)
    {
        await reader.OpenAsync(task.Address);
        var link = reader.Main.Locator("tr a[href^='results/']").First;
        await Assertions.Expect(link).ToBeVisibleAsync();
        await reader.OpenAsync("/" + await link.GetAttributeAsync("href"));
        await Assertions.Expect(reader.Main.GetByText("核验通过").First).ToBeVisibleAsync();
    }

    private async Task OutsideProgramsAgreeAsync(Person owner, DispatchedTask task)
    {
        await owner.OpenAsync(task.Address);
        var result = "/" + await owner.Main.Locator("tr a[href^='results/']").First.GetAttributeAsync("href");
        var file = await MainJob.DownloadAsync(owner, result, stage.DataDirectory);

        var said = await OutsideJudges.PdfsigAsync(file);
        Assert.Equal(2, said.Split("Signature is Valid").Length - 1);
        Assert.EndsWith("Total document signed", LastSignature(said).TrimEnd(), StringComparison.Ordinal);
        await OutsideJudges.QpdfCheckAsync(file);
        Assert.Equal(2, await OutsideJudges.OpensslVerifyAsync(file, stage.DevelopmentRoot));

        await using var visitor = await stage.EnterAsync(phone: true);
        await visitor.OpenAsync("/verify");
        await visitor.Main.GetByLabel("PDF 或 OFD 文件").SetInputFilesAsync(file);
        await visitor.Button("开始核验").ClickAsync();
        await Assertions.Expect(visitor.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await visitor.PictureAsync("public-verify-phone", fullPage: true);
        await visitor.Page.SetViewportSizeAsync(1366, 768);
        await visitor.PictureAsync("public-verify");
    }

    private static string LastSignature(string said) => said[said.LastIndexOf("Signature #", StringComparison.Ordinal)..]
        .Split('\n').Where(line => line.Contains("document signed", StringComparison.Ordinal)).Last();
}

using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>待签文件: an agency takes the prepared file, seals it with a program of its own and brings it back.</summary>
public sealed class An_agency_seals_with_its_own_token(Stage stage)
{
    private const string Project = "湘江云谷住宅小区一期";

    [Fact]
    public async Task The_prepared_file_comes_back_sealed_and_another_file_only_by_declaration()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var tasks = await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, Project));

        var prepared = await ComeBackAsync(tasks[0], asPrepared: true);
        await official.OpenAsync(prepared);
        await Assertions.Expect(official.Main.GetByText("五项核验全部通过").First).ToBeVisibleAsync();
        await official.PictureAsync("department-own-token");

        var declared = await ComeBackAsync(tasks[1], asPrepared: false);
        await official.OpenAsync(declared);
        await Assertions.Expect(official.Main.GetByText("待人工核验").First).ToBeVisibleAsync();
        await Assertions.Expect(official.Main.GetByText("由出具单位声明，待人工核对").First).ToBeVisibleAsync();
    }

    private async Task<string> ComeBackAsync(DispatchedTask task, bool asPrepared)
    {
        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, "sunlight-review.pdf", $"E2E-OWN-{asPrepared}");
        await clerk.OpenAsync(result);
        await clerk.Main.GetByText("不使用平台托管的印章时，按这三步办理").ClickAsync();
        await clerk.Button("生成待签文件").ClickAsync();
        var download = await clerk.Page.RunAndWaitForDownloadAsync(() => clerk.Main.GetByRole(AriaRole.Link, new() { Name = "下载待签文件" }).ClickAsync());
        var file = Path.Combine(stage.DataDirectory, $"own-{asPrepared}.pdf");
        await download.SaveAsAsync(file);
        await clerk.PictureAsync("agency-own-token", fullPage: true);

        var practitioner = await PractitionerAsync(number);
        var sealedFile = await new OwnToken(stage).SealAsync(asPrepared ? file : Repository.Sample("sunlight-review.pdf"), practitioner, task.Agency);
        var input = clerk.Main.GetByLabel("上传签章后的文件", new() { Exact = true });
        await Assertions.Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(sealedFile);
        if (!asPrepared)
        {
            await Assertions.Expect(clerk.Main.GetByText("上传的不是平台生成的待签文件")).ToBeVisibleAsync();
            await clerk.Main.GetByLabel("确实无法在待签文件上签章").CheckAsync();
            await clerk.Button("按声明提交").ClickAsync();
        }

        // The verdict itself: the words also stand in the form, long before the file is verified and delivered.
        await Assertions.Expect(clerk.Main.Locator(".verdict").GetByText(asPrepared ? "核验通过" : "待人工核验").First).ToBeVisibleAsync();
        return result;
    }

    // The name under which the practitioner signs in is the name on the certificate.
    private async Task<string> PractitionerAsync(int number)
    {
        await using var visitor = await stage.EnterAsync($"zhuce{number}");
        return (await visitor.Page.Locator(".who-name").First.InnerTextAsync()).Trim();
    }
}

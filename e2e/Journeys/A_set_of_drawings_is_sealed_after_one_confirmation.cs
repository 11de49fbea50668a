using System.IO.Compression;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>An album of a few sheets and a data file: uploaded together, sealed by one confirmation each, delivered as one.</summary>
public sealed class A_set_of_drawings_is_sealed_after_one_confirmation(Stage stage)
{
    private const string Project = "湘江云谷住宅小区一期";
    private const int Sheets = 4;

    [Fact]
    public async Task From_a_folder_of_files_to_a_pack_that_outside_programs_accept()
    {
        await using var owner = await stage.EnterAsync("yezhu");
        await using var official = await stage.EnterAsync("shenpi");
        var task = (await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, Project)))[0];
        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await MainJob.TakeAsync(clerk, task);

        var result = await HandInAsync(clerk, await FilesAsync());
        await ConfirmAsync($"zhuce{number}", result, "全部用印");
        await ConfirmAsync($"yinzhang{number}", result, "批准并全部用印");

        await Assertions.Expect(clerk.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await official.OpenAsync(result);
        await Assertions.Expect(official.Main.GetByText($"清单、{Sheets} 张图纸逐张核验通过，1 个数据文件与清单摘要一致。").First).ToBeVisibleAsync();
        await official.PictureAsync("department-album", fullPage: true);
        await PackIsSoundAsync(official);
        await SheetIsTakenByCodeAsync(official);
    }

    // Whoever holds the access code needs no account: the page behind the QR code gives every sheet.
    private async Task SheetIsTakenByCodeAsync(Person official)
    {
        var code = await official.Main.Locator("dt:has-text('提取码') + dd .mono").InnerTextAsync();
        var address = await official.Main.GetByRole(AriaRole.Link, new() { Name = "验真页面" }).GetAttributeAsync("href");
        await using var holder = await stage.EnterAsync();
        await holder.OpenAsync("/" + address);
        await holder.Main.GetByLabel("提取码").FillAsync(code);
        await holder.Button("查看图册文件").ClickAsync();
        await Assertions.Expect(holder.Main.GetByText("每次下载都有记录")).ToBeVisibleAsync();
        await holder.PictureAsync("album-by-code", fullPage: true);

        var download = await holder.Page.RunAndWaitForDownloadAsync(() => holder.Main.GetByText($"总施-{Sheets:D2} 总平面图{Sheets}_A.pdf").ClickAsync());
        var path = Path.Combine(stage.DataDirectory, "sheet-by-code.pdf");
        await download.SaveAsAsync(path);
        Assert.Equal(2, (await OutsideJudges.PdfsigAsync(path)).Split("Signature is Valid").Length - 1);
    }

    private async Task<IReadOnlyList<string>> FilesAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(stage.DataDirectory, "album")).FullName;
        var drawing = await File.ReadAllBytesAsync(Repository.Sample("site-plan-a1.pdf"));
        for (var sheet = 1; sheet <= Sheets; sheet++)
        {
            // A remark at the end makes each a file of its own.
            await File.WriteAllBytesAsync(Path.Combine(folder, $"总施-{sheet:D2} 总平面图{sheet}_A.pdf"), [.. drawing, .. System.Text.Encoding.ASCII.GetBytes($"% {sheet}\n")]);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "总图模型.dwg"), "AC1032 model");
        await File.WriteAllTextAsync(Path.Combine(folder, "总施-09 坏的.pdf"), "%PDF-1.7 not really");
        return [.. Directory.EnumerateFiles(folder)];
    }

    private static async Task<string> HandInAsync(Person clerk, IReadOnlyList<string> files)
    {
        await clerk.Button("建立或继续图册").ClickAsync();
        var input = clerk.Main.GetByLabel("选择文件（可多选）");
        await Assertions.Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(files);
        await Assertions.Expect(clerk.Main.GetByText($"图纸 {Sheets} 张（{Sheets} 页），数据文件 1 个")).ToBeVisibleAsync();
        await Assertions.Expect(clerk.Main.GetByText("PDF文件已损坏，无法读取").First).ToBeVisibleAsync();
        await clerk.PictureAsync("agency-album", fullPage: true);

        await clerk.Main.GetByLabel("报告编号").FillAsync("E2E-TC-1");
        await clerk.Main.GetByLabel("主要结论").FillAsync("图纸齐全，符合规划条件。");
        await clerk.Button("提交图册").ClickAsync();
        await clerk.Page.WaitForURLAsync("**/results/*");
        return new Uri(clerk.Page.Url).AbsolutePath;
    }

    private async Task ConfirmAsync(string holder, string result, string button)
    {
        await using var person = await stage.EnterAsync(holder);
        await person.OpenAsync(result);
        await person.Main.GetByLabel("我已阅读清单").CheckAsync();
        await person.Main.GetByLabel("动态口令").FillAsync(await person.AuthenticatorCodeAsync());
        await person.PressAndConfirmAsync(button, "确定用印");

        // The page follows the batch by itself: the last row turns to sealed, or the result has gone on already.
        await Assertions.Expect(person.Main.Locator("tr", new() { HasText = $"总施-{Sheets:D2}" }).GetByText(Sealed())).ToBeVisibleAsync();
        await Assertions.Expect(person.Main.Locator(".seal-steps li.seal-done", new() { HasText = holder.StartsWith("zhuce", StringComparison.Ordinal) ? "执业印章" : "单位印章" })).ToBeVisibleAsync();
        await person.PictureAsync($"album-sealed-{button}", fullPage: true);
    }

    private async Task PackIsSoundAsync(Person official)
    {
        var download = await official.Page.RunAndWaitForDownloadAsync(() => official.Main.GetByText("打包下载全部文件").ClickAsync());
        var path = Path.Combine(stage.DataDirectory, "album.zip");
        await download.SaveAsAsync(path);
        var folder = Path.Combine(stage.DataDirectory, "album-unpacked");
        await ZipFile.ExtractToDirectoryAsync(path, folder);

        var sealedFiles = Directory.GetFiles(folder, "*.pdf", SearchOption.AllDirectories);
        Assert.Equal(Sheets + 1, sealedFiles.Length);
        Assert.Equal("AC1032 model", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder, "*.dwg", SearchOption.AllDirectories))));
        foreach (var file in sealedFiles)
        {
            Assert.Equal(2, (await OutsideJudges.PdfsigAsync(file)).Split("Signature is Valid").Length - 1);
            await OutsideJudges.QpdfCheckAsync(file);
            Assert.Equal(2, await OutsideJudges.OpensslVerifyAsync(file, stage.DevelopmentRoot));
        }
    }

    private static System.Text.RegularExpressions.Regex Sealed() => new("已用印|核验通过");
}

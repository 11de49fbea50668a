using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>The steps of the main job, each done by the person whose step it is.</summary>
internal static partial class MainJob
{
    /// <summary>The enterprise starts a case, uploads what is asked for and files it; returns the case's address.</summary>
    public static async Task<string> FileCaseAsync(Person owner, string project)
    {
        await owner.OpenAsync("/cases/new");
        await owner.Main.GetByLabel("申报项目").SelectOptionAsync(new SelectOptionValue { Label = await OptionAsync(owner, project) });
        await owner.Button("建立草稿").ClickAsync();
        await owner.Page.WaitForURLAsync(CaseAddress());
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var inputs = owner.Main.Locator(".upload input[type=file]");
        await Assertions.Expect(inputs.First).ToBeEnabledAsync();
        var slots = await inputs.CountAsync();
        for (var i = 0; i < slots; i++)
        {
            await Assertions.Expect(inputs.Nth(i)).ToBeEnabledAsync();
            await inputs.Nth(i).SetInputFilesAsync(Repository.Sample("site-plan-a1.pdf"));
            await Assertions.Expect(owner.Main.Locator(".file-list li").Nth(i).GetByText("site-plan-a1.pdf").First).ToBeVisibleAsync();
        }

        await owner.PressAndConfirmAsync("提交", "确定提交");
        await Assertions.Expect(owner.Main.GetByText("等待湘源市自然资源和规划局受理").First).ToBeVisibleAsync();
        return new Uri(owner.Page.Url).AbsolutePath;
    }

    /// <summary>The department accepts the case; returns the tasks that left, by service item.</summary>
    public static async Task<IReadOnlyList<DispatchedTask>> AcceptCaseAsync(Person official, string caseAddress)
    {
        await official.OpenAsync(caseAddress);
        await official.Button("受理").ClickAsync();
        return await ReadTasksAsync(official);
    }

    /// <summary>The tasks of the case on the open page.</summary>
    public static async Task<IReadOnlyList<DispatchedTask>> ReadTasksAsync(Person official)
    {
        var lanes = official.Main.Locator("article.lane");
        await Assertions.Expect(lanes).ToHaveCountAsync(2);
        var tasks = new List<DispatchedTask>();
        for (var i = 0; i < 2; i++)
        {
            var lane = lanes.Nth(i);
            var title = lane.GetByRole(AriaRole.Heading).GetByRole(AriaRole.Link);
            var agency = (await lane.Locator("a[href^='agencies/']").First.InnerTextAsync()).Trim();
            tasks.Add(new DispatchedTask(
                (await title.InnerTextAsync()).Trim(), "/" + await title.GetAttributeAsync("href"), agency, await lane.Locator("time").First.GetAttributeAsync("datetime")));
        }

        return tasks;
    }

    /// <summary>The number in the account names of an agency: jigou1, zhuce1, yinzhang1, fuyin1, guanli1 belong to agency 1.</summary>
    public static async Task<int> NumberOfAsync(Stage stage, string agency)
    {
        await using var visitor = await stage.EnterAsync();
        await visitor.OpenAsync("/sign-in");
        var row = visitor.Main.Locator("tr", new() { HasText = agency }).Filter(new() { HasText = "jigou" });
        return int.Parse((await row.Locator("code").InnerTextAsync())["jigou".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The clerk takes the task.</summary>
    public static async Task TakeAsync(Person clerk, DispatchedTask task)
    {
        await clerk.OpenAsync(task.Address);
        await clerk.Button("接单").ClickAsync();
        await Assertions.Expect(clerk.Main.GetByLabel("上传成果", new() { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>The clerk hands in a report; returns the address of the result.</summary>
    public static Task<string> SubmitAsync(Person clerk, DispatchedTask task, string sample, string reportNumber) =>
        SubmitFileAsync(clerk, task, Repository.ReportOfItsOwn(sample, reportNumber), reportNumber);

    /// <summary>The clerk hands in a file of their own; returns the address of the result.</summary>
    public static async Task<string> SubmitFileAsync(Person clerk, DispatchedTask task, string path, string reportNumber)
    {
        await clerk.OpenAsync(task.Address);
        await clerk.UploadAsync("上传成果", path);
        await clerk.Main.GetByLabel("报告编号").FillAsync(reportNumber);
        await clerk.Main.GetByLabel("主要结论").FillAsync("各项指标符合规划条件，建议通过。");
        await clerk.Button("提交成果").ClickAsync();
        var link = clerk.Main.Locator("tr", new() { HasText = reportNumber }).Locator("a[href^='results/']");
        await Assertions.Expect(link).ToBeVisibleAsync();
        return "/" + await link.GetAttributeAsync("href");
    }

    /// <summary>A seal holder seals with the code of the moment.</summary>
    public static async Task SealAsync(Person holder, string resultAddress)
    {
        await holder.OpenAsync(resultAddress);
        await holder.Main.GetByLabel("动态口令").FillAsync(await holder.AuthenticatorCodeAsync());
        await PressSealAsync(holder);
        await Assertions.Expect(holder.Main.GetByText("用印成功").First).ToBeVisibleAsync();
    }

    /// <summary>Presses the button that seals, which for the unit's seal may also approve the clerk's application.</summary>
    public static async Task PressSealAsync(Person holder)
    {
        await holder.Main.GetByRole(AriaRole.Button, new() { NameRegex = SealButton() }).ClickAsync();
        await holder.Button("确定用印").ClickAsync();
    }

    /// <summary>Downloads the sealed file from the result's page; returns where it lies.</summary>
    public static async Task<string> DownloadAsync(Person reader, string resultAddress, string folder)
    {
        await reader.OpenAsync(resultAddress);
        var download = await reader.Page.RunAndWaitForDownloadAsync(() =>
            reader.Main.Locator("a[download]").First.ClickAsync());
        var path = Path.Combine(folder, $"sealed-{Path.GetFileName(resultAddress)}.pdf");
        await download.SaveAsAsync(path);
        return path;
    }

    private static async Task<string> OptionAsync(Person owner, string project) =>
        (await owner.Main.GetByLabel("申报项目").Locator("option", new() { HasText = project }).First.InnerTextAsync()).Trim();

    [GeneratedRegex("^(批准并)?用印$")]
    private static partial Regex SealButton();

    [GeneratedRegex("/cases/[0-9a-f-]{36}$")]
    private static partial Regex CaseAddress();
}

/// <summary>A task as the department's page shows it.</summary>
internal sealed record DispatchedTask(string ServiceItem, string Address, string Agency, string? DueOn);

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>The steps that both service chains (业务服务链条) share, each done by the person whose step it is.</summary>
internal static partial class Chains
{
    /// <summary>The day in China.</summary>
    public static string Today =>
        TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The owner registers a project and begins an application for it; returns the case's address.</summary>
    public static async Task<string> BeginAsync(Person owner, string code, string project, string area, string approvalItem)
    {
        await owner.OpenAsync("/projects?new=true");
        if (!await owner.Main.GetByLabel("项目代码", new() { Exact = true }).IsVisibleAsync())
        {
            await owner.Button("登记项目").ClickAsync();
        }

        await owner.Main.GetByLabel("项目代码", new() { Exact = true }).FillAsync(code);
        await owner.Main.GetByLabel("项目名称", new() { Exact = true }).FillAsync(project);
        await owner.Main.GetByLabel("建设地点").FillAsync("湘源市麓山区云谷路以南");
        await owner.Main.GetByLabel("建筑面积（平方米）").FillAsync(area);
        await owner.Button("保存项目").ClickAsync();
        var begin = owner.Main.GetByRole(AriaRole.Link, new() { Name = "为它发起申报" });
        await Assertions.Expect(begin).ToBeVisibleAsync();
        await owner.OpenAsync("/" + await begin.GetAttributeAsync("href"));
        await owner.Main.GetByLabel("审批事项").SelectOptionAsync(approvalItem);
        await owner.Button("建立草稿").ClickAsync();
        await owner.Page.WaitForURLAsync(CaseAddress());
        await owner.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        return new Uri(owner.Page.Url).AbsolutePath;
    }

    /// <summary>The owner picks the agency of what must be there before filing; returns the task.</summary>
    public static async Task<DispatchedTask> CommissionAsync(Person owner, string caseAddress, string serviceItem, string agency)
    {
        await owner.OpenAsync(caseAddress);
        var title = Lane(owner, serviceItem).GetByRole(AriaRole.Heading).GetByRole(AriaRole.Link);
        await Assertions.Expect(title).ToBeVisibleAsync();
        var address = "/" + await title.GetAttributeAsync("href");
        await owner.OpenAsync(address);
        await owner.Main.GetByLabel("中介机构", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = agency });
        await owner.Button("选定").ClickAsync();
        await Assertions.Expect(owner.Main.GetByText($"等待{agency}接单").First).ToBeVisibleAsync();
        return new DispatchedTask(serviceItem, address, agency, null);
    }

    /// <summary>The agency does a task to its end: takes it, hands a report in, has practitioner and keeper seal it; returns the result's address.</summary>
    public static async Task<string> DeliverAsync(Stage stage, DispatchedTask task, string sample, string reportNumber, string? practitioner = null)
    {
        var number = await MainJob.NumberOfAsync(stage, task.Agency);
        await using var clerk = await stage.EnterAsync($"jigou{number}");
        await MainJob.TakeAsync(clerk, task);
        var result = await MainJob.SubmitAsync(clerk, task, sample, reportNumber);
        await using var person = await stage.EnterAsync(practitioner ?? $"zhuce{number}");
        await MainJob.SealAsync(person, result);
        await using var keeper = await stage.EnterAsync($"yinzhang{number}");
        await MainJob.SealAsync(keeper, result);
        await Assertions.Expect(keeper.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        return result;
    }

    /// <summary>The owner puts a file into a slot of the draft and files the application.</summary>
    public static async Task FileAsync(Person owner, string caseAddress, string slot, string file)
    {
        await owner.OpenAsync(caseAddress);
        var input = owner.Main.GetByLabel(slot, new() { Exact = true });
        await Assertions.Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(file);
        await Assertions.Expect(owner.Main.Locator(".file-list").GetByText(Path.GetFileName(file)).First).ToBeVisibleAsync();
        await owner.PressAndConfirmAsync("提交", "确定提交");
        await Assertions.Expect(owner.Main.GetByText("等待湘源市自然资源和规划局受理").First).ToBeVisibleAsync();
    }

    /// <summary>A named official accepts the result on the desk.</summary>
    public static async Task AcceptResultAsync(Person official, string result)
    {
        await official.OpenAsync(result);
        await Assertions.Expect(official.Main.GetByText("核验通过").First).ToBeVisibleAsync();
        await official.PressAndConfirmAsync("采信", "确定采信");
        await Assertions.Expect(official.Main.GetByText("已采信").First).ToBeVisibleAsync();
    }

    /// <summary>A department says when it meets, and who takes part.</summary>
    public static async Task ArrangeAsync(Person official, ILocator step, string attendees)
    {
        await step.GetByRole(AriaRole.Button, new() { Name = "安排时间和参加人", Exact = true }).ClickAsync();
        await step.GetByLabel("时间", new() { Exact = true }).FillAsync(Today);
        await step.GetByLabel("参加人（每行一名）").FillAsync(attendees);
        await step.GetByRole(AriaRole.Button, new() { Name = "确定", Exact = true }).ClickAsync();
        await Assertions.Expect(step.GetByRole(AriaRole.Button, new() { Name = "通过", Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>A department passes its own step, or asks for something to be put right.</summary>
    public static async Task SayAsync(ILocator step, string action, string words, string? after = null)
    {
        await step.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await step.GetByRole(AriaRole.Textbox).FillAsync(words);
        await step.GetByRole(AriaRole.Button, new() { Name = "确定", Exact = true }).ClickAsync();
        if (after is not null)
        {
            await Assertions.Expect(step.GetByText(after).First).ToBeVisibleAsync();
        }
    }

    /// <summary>The permit: a named official decides, with number and opinion.</summary>
    public static async Task GrantAsync(Person official, string caseAddress, string number)
    {
        await official.OpenAsync(caseAddress);
        await official.Main.GetByLabel("决定文号").FillAsync(number);
        await official.Main.GetByLabel("审批意见").FillAsync("各项审查和查验均已通过，准予许可。");
        await official.Button("准予许可").ClickAsync();
        await Assertions.Expect(official.Main.GetByText($"准予许可，文号 {number}").First).ToBeVisibleAsync();
    }

    /// <summary>A lane of the open page, a task or a department's step, by its name.</summary>
    public static ILocator Lane(Person reader, string name) => reader.Main.Locator($"article.lane[aria-label='{name}']");

    [GeneratedRegex("/cases/[0-9a-f-]{36}$")]
    private static partial Regex CaseAddress();
}

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Market.E2E.Journeys;

/// <summary>What an owner asks for.</summary>
internal sealed record Purchase(string Method, string Content, string Amount = "90000")
{
    /// <summary>The agency of a direct selection, by name.</summary>
    public string? Direct { get; init; }

    /// <summary>大名单 and 小名单 of a draw by credit.</summary>
    public (int Big, int Small)? Lists { get; init; }
}

/// <summary>The steps of buying a service, each done by the person whose step it is.</summary>
internal static partial class Purchases
{
    /// <summary>交通影响评价: asks for a planner's licence, and the planning department decides on what it precedes.</summary>
    public const string Item = "ZJ-2-04";

    // Nobody has declared its design, so that no agency is out for having made it.
    private const string Project = "湘江云谷商务中心";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The owner fills a requirement in and publishes it; returns the address of the notice.</summary>
    public static async Task<string> PublishAsync(Person owner, Purchase purchase)
    {
        await owner.OpenAsync("/purchases/new");
        await owner.Main.GetByLabel("项目", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = Project });
        await owner.Main.GetByLabel("服务事项").SelectOptionAsync(Item);
        await owner.Main.GetByLabel("选取方式").SelectOptionAsync(purchase.Method);
        await owner.Main.GetByLabel("服务内容").FillAsync(purchase.Content);
        await owner.Main.GetByLabel("服务期限（合同签订后工作日）").FillAsync("15");
        await TypeAsync(owner, "#purchase-highest", purchase.Amount);
        if (purchase.Lists is { } lists)
        {
            await TypeAsync(owner, "#purchase-big", lists.Big.ToString(CultureInfo.InvariantCulture));
            await TypeAsync(owner, "#purchase-small", lists.Small.ToString(CultureInfo.InvariantCulture));
        }

        if (purchase.Direct is { } agency)
        {
            await owner.Main.GetByLabel("查找机构", new() { Exact = true }).FillAsync(agency);
            await owner.Button($"选择 {agency}").ClickAsync();
            await TypeAsync(owner, "#purchase-direct", "与上一阶段成果衔接，且在限额内。");
        }

        await owner.PictureAsync($"purchase-{purchase.Method}", fullPage: true);
        await owner.Button("保存草稿").ClickAsync();
        await owner.Page.WaitForURLAsync(Draft());
        await owner.PressAndConfirmAsync("发布公告", "确定发布");
        await owner.Page.WaitForURLAsync(Published());
        await Assertions.Expect(owner.Main.GetByText("报名进行中")).ToBeVisibleAsync();
        return new Uri(owner.Page.Url).AbsolutePath;
    }

    /// <summary>An agency signs up under seal.</summary>
    public static async Task SignUpAsync(Person clerk, string address, string? price = null, string? plan = null)
    {
        await clerk.OpenAsync(address);
        if (plan is not null)
        {
            await clerk.UploadAsync("响应方案", plan);
        }

        if (price is not null)
        {
            await clerk.Main.GetByLabel("报价（元）").FillAsync(price);
        }

        await clerk.Button("密封报名").ClickAsync();
        await clerk.Page.WaitForURLAsync($"**{address}/receipt");
    }

    /// <summary>The address of the draw of a procurement.</summary>
    public static async Task<string> DrawOfAsync(Person reader, string address)
    {
        await reader.OpenAsync(address);
        return "/" + await reader.Main.GetByRole(AriaRole.Link, new() { Name = "抽取记录" }).Last.GetAttributeAsync("href");
    }

    /// <summary>Sign-ups close and the list stands; both parties commit, reveal, and the operator enters the outside value.</summary>
    public static async Task DrawAsync(SandboxStage stage, IReadOnlyList<string> draws, Person owner, Person witness, Person operatorOf)
    {
        await owner.OpenAsync(draws[0]);
        await stage.AdvanceToAsync(await InstantAsync(owner, "报名截止、名单冻结"));
        foreach (var draw in draws)
        {
            await UntilAsync(owner, draw, "冻结的候选名单");
            foreach (var party in new[] { owner, witness })
            {
                await party.OpenAsync(draw);
                await party.Button("生成随机数并提交摘要").ClickAsync();
                await Assertions.Expect(party.Main.GetByText("已提交摘要")).ToBeVisibleAsync();
            }
        }

        await stage.AdvanceToAsync(await InstantAsync(owner, "提交随机数摘要至"));
        foreach (var draw in draws)
        {
            foreach (var party in new[] { owner, witness })
            {
                await party.OpenAsync(draw);
                await party.Button("公开随机数").ClickAsync();
                await Assertions.Expect(party.Main.GetByText("已公开，谢谢。")).ToBeVisibleAsync();
            }
        }

        await stage.AdvanceToAsync(await InstantAsync(owner, "公开随机数至"));
        foreach (var draw in draws)
        {
            await operatorOf.OpenAsync(draw);
            await operatorOf.Main.GetByLabel("数值", new() { Exact = true }).FillAsync("3931.62");
            await operatorOf.Main.GetByLabel("引用出处（网址或刊物，读取时间）").FillAsync("演示：非真实数值，仅供试用");
            await operatorOf.Main.GetByLabel("已由第二人对照出处核对").CheckAsync();
            await operatorOf.Button("录入并完成抽取").ClickAsync();
            await Assertions.Expect(operatorOf.Button("在本机复算")).ToBeVisibleAsync();
        }
    }

    /// <summary>The publicity of a result passes.</summary>
    public static async Task PassPublicityAsync(SandboxStage stage, Person reader, string address)
    {
        await UntilAsync(reader, address, "中选公示中");
        await stage.AdvanceToAsync(await InstantAsync(reader, "公示至"));
        await UntilAsync(reader, address, "已发出中选通知");
    }

    /// <summary>The winner as the open page names it.</summary>
    public static async Task<string> WinnerAsync(Person reader) => (await Fact(reader, "中选机构").InnerTextAsync()).Trim();

    /// <summary>The instant that stands beside a word on the open page.</summary>
    public static async Task<DateTimeOffset> InstantAsync(Person reader, string word) =>
        DateTimeOffset.Parse((await Fact(reader, word).Locator("time").First.GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture);

    /// <summary>The value beside a word on the open page.</summary>
    public static ILocator Fact(Person reader, string word) => reader.Main.Locator($"dt:text-is('{word}') + dd").First;

    /// <summary>Opens a page again and again until it says something: what the program does by itself takes its time on a busy machine.</summary>
    public static async Task UntilAsync(Person reader, string address, string words)
    {
        var waited = Stopwatch.StartNew();
        do
        {
            await reader.OpenAsync(address);
            if (await reader.Main.GetByText(words).First.IsVisibleAsync())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500));
        }
        while (waited.Elapsed < Patience);
        Assert.Fail($"{address} does not say {words} within {Patience}, but:\n{await reader.Main.InnerTextAsync()}");
    }

    /// <summary>Saves a file that the open page offers; returns where it lies.</summary>
    public static async Task<string> DownloadAsync(Person reader, ILocator link, string path)
    {
        var download = await reader.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        await download.SaveAsAsync(path);
        return path;
    }

    /// <summary>A picture of the open page on a desk and on a phone.</summary>
    public static async Task PicturesAsync(Person reader, string name)
    {
        await reader.PictureAsync(name, fullPage: true);
        await reader.Page.SetViewportSizeAsync(390, 844);
        await reader.PictureAsync(name + "-phone", fullPage: true);
        await reader.Page.SetViewportSizeAsync(1366, 768);
    }

    private static async Task TypeAsync(Person person, string field, string text)
    {
        await person.Main.Locator(field).FillAsync(text);
        await person.Main.Locator(field).BlurAsync();
    }

    [GeneratedRegex("/purchases/[0-9a-f-]{36}$")]
    private static partial Regex Draft();

    [GeneratedRegex("/procurements/[0-9a-f-]{36}$")]
    private static partial Regex Published();
}

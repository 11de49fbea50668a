using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Market.E2E.Journeys;
using Microsoft.Playwright;

namespace Market.E2E.Measurements;

/// <summary>
/// An agency hands in 800 sheets of 1.28 MB through the browser and its people seal them, each by one confirmation; the first batch is
/// paused on the way. Writes down how long each step took and what memory the program was in. Run by <c>./dev bench album-web</c>.
/// </summary>
public sealed class A_set_of_drawings_of_one_gigabyte : IAsyncDisposable
{
    private const int BytesPerSheet = 1_280_000;

    /// <summary>What is asked of the sealing: the memory stays this near to that before it.</summary>
    private const double MostMore = 128;

    private static readonly float Patience = (float)TimeSpan.FromHours(1).TotalMilliseconds;
    private readonly Stage _stage = new();
    private readonly List<string> _rows = ["| step | seconds | sheets/s | resident before, MB | peak, MB | more, MB |", "|---|---|---|---|---|---|"];
    private int _sheets;

    [Fact]
    public async Task Is_sealed_with_flat_memory()
    {
        _sheets = int.Parse(Environment.GetEnvironmentVariable("MARKET_ALBUM_SHEETS") ?? "0", CultureInfo.InvariantCulture);
        Assert.SkipWhen(_sheets == 0, "A long run: ./dev bench album-web starts it.");
        await _stage.InitializeAsync();
        await using var owner = await _stage.EnterAsync("yezhu");
        await using var official = await _stage.EnterAsync("shenpi");
        var task = (await MainJob.AcceptCaseAsync(official, await MainJob.FileCaseAsync(owner, "湘江云谷住宅小区一期")))[0];
        var number = await MainJob.NumberOfAsync(_stage, task.Agency);
        await using var clerk = await _stage.EnterAsync($"jigou{number}");
        await MainJob.TakeAsync(clerk, task);

        var files = Directory.CreateDirectory(Path.Combine(_stage.DataDirectory, "album")).FullName;
        for (var sheet = 1; sheet <= _sheets; sheet++)
        {
            await File.WriteAllBytesAsync(Path.Combine(files, $"总施-{sheet:D3} 总平面图{sheet}_A.pdf"), Drawings.OfSize(BytesPerSheet), TestContext.Current.CancellationToken);
        }

        await clerk.Button("建立或继续图册").ClickAsync();
        var input = clerk.Main.GetByLabel("选择文件（可多选）");
        await Assertions.Expect(input).ToBeEnabledAsync();
        await MeasureAsync("upload and look into each", async () =>
        {
            await input.SetInputFilesAsync(Directory.EnumerateFiles(files).Order(), new() { Timeout = Patience });
            await Assertions.Expect(clerk.Main.GetByText($"图纸 {_sheets} 张（{_sheets} 页）")).ToBeVisibleAsync(new() { Timeout = Patience });
        });
        Directory.Delete(files, recursive: true);
        await clerk.Main.GetByLabel("报告编号").FillAsync("TC-1GB");
        await clerk.Main.GetByLabel("主要结论").FillAsync("图纸齐全，符合规划条件。");
        await MeasureAsync("draw up the list and hand in", async () =>
        {
            await clerk.Button("提交图册").ClickAsync();
            await clerk.Page.WaitForURLAsync("**/results/*", new() { Timeout = Patience });
        });
        var result = new Uri(clerk.Page.Url).AbsolutePath;

        var first = await SealAsync($"zhuce{number}", result, "全部用印", "执业印章", pausesAt: _sheets / 4);
        var second = await SealAsync($"yinzhang{number}", result, "批准并全部用印", "单位印章", pausesAt: null);

        // The clerk's page follows by itself; the official sees the result when it is delivered.
        await MeasureAsync("verify all", () =>
            Assertions.Expect(clerk.Main.GetByText($"清单、{_sheets} 张图纸逐张核验通过").First).ToBeVisibleAsync(new() { Timeout = Patience }));

        Assert.True(Math.Max(first, second) < MostMore, string.Join('\n', _rows));
    }

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    private async Task<double> SealAsync(string holder, string result, string button, string step, int? pausesAt)
    {
        await using var person = await _stage.EnterAsync(holder);
        await person.OpenAsync(result);
        await person.Main.GetByLabel("我已阅读清单").CheckAsync();
        await person.Main.GetByLabel("动态口令").FillAsync(await person.AuthenticatorCodeAsync());
        return await MeasureAsync($"{step}: one confirmation", async () =>
        {
            await person.PressAndConfirmAsync(button, "确定用印");
            if (pausesAt is { } at)
            {
                await PauseAsync(person, at);
            }

            await Assertions.Expect(person.Main.Locator(".seal-steps li.seal-done", new() { HasText = step })).ToBeVisibleAsync(new() { Timeout = Patience });
        });
    }

    // The bar that moves, stands still while paused, and goes on from there.
    private static async Task PauseAsync(Person person, int at)
    {
        var bar = person.Main.GetByLabel("用印进度");
        await person.Page.WaitForFunctionAsync("least => (document.querySelector('progress')?.value ?? 0) >= least", at, new() { Timeout = Patience });
        await person.Button("暂停").ClickAsync();
        await Assertions.Expect(person.Button("继续")).ToBeVisibleAsync(new() { Timeout = Patience });
        var paused = await bar.GetAttributeAsync("value");
        await person.PictureAsync("album-paused", fullPage: false);
        Assert.NotEqual(await bar.GetAttributeAsync("max"), paused);
        await person.Button("继续").ClickAsync();
    }

    private async Task<double> MeasureAsync(string what, Func<Task> work)
    {
        await File.WriteAllTextAsync($"/proc/{_stage.ProcessId}/clear_refs", "5", TestContext.Current.CancellationToken);
        var before = Status("VmRSS");
        var watch = Stopwatch.StartNew();
        await work();
        var (seconds, peak) = (watch.Elapsed.TotalSeconds, Status("VmHWM"));
        _rows.Add(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {seconds:0.0} | {_sheets / seconds:0} | {before:0} | {peak:0} | {peak - before:0} |"));
        await File.WriteAllLinesAsync(Path.Combine(Repository.Root, "artifacts", "album-web.txt"), _rows, TestContext.Current.CancellationToken);
        return peak - before;
    }

    private double Status(string field) => double.Parse(
        Regex.Match(File.ReadAllText($"/proc/{_stage.ProcessId}/status"), field + @":\s+(\d+) kB").Groups[1].Value, CultureInfo.InvariantCulture) / 1024;
}

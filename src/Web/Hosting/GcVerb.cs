using System.Globalization;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;

namespace Market.Web.Hosting;

/// <summary><c>gc</c>: deletes files that no record needs, as the program itself does every night. It may run beside it.</summary>
internal static class GcVerb
{
    private const int LeastHours = 1;
    private const int MostHours = 24 * 365;

    public static Verb Verb { get; } = new("gc", RunAsync)
    {
        Switches = ["dry-run"],
        Options = ["grace-hours"],
        Says = "gc [--dry-run] [--grace-hours 24]",
        Refused = 2,
    };

    private static async Task<int> RunAsync(WebApplication app, VerbArguments arguments)
    {
        var grace = GraceOf(app.Configuration["grace-hours"]);
        await app.RequireDatabaseOfThisVersionAsync();
        var bar = ProgressBar.OnError(_ => "gc");
        var report = await app.Services.GetRequiredService<OperationRunner>().RunAsync(
            Actor.System, (CollectGarbage collect) => collect.ExecuteAsync(grace, arguments.Has("dry-run"), bar.Show));
        bar.End();
        Console.WriteLine(arguments.Has("dry-run")
            ? $"可以删除 {report.Removed} 个无主文件（{report.RemovedBytes} 字节）和 {report.Temporary} 个临时文件，保留 {report.Kept} 个；没有删除任何内容。 Dry run: nothing was deleted."
            : $"已删除 {report.Removed} 个无主文件（{report.RemovedBytes} 字节）和 {report.Temporary} 个临时文件，保留 {report.Kept} 个。 Files that no record needs have been deleted.");
        return 0;
    }

    // Less than an operation may take between its file and its record would delete what is about to be needed.
    private static TimeSpan GraceOf(string? text) => text is null ? CollectGarbage.Grace
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is >= LeastHours and <= MostHours ? TimeSpan.FromHours(hours)
        : throw new StartupRefusedException($"--grace-hours 的值 {text} 无效：请填写 {LeastHours} 到 {MostHours} 的整数小时。");
}

using System.Globalization;
using Market.Marketplace.Backups;
using Market.Marketplace.Documents;
using Market.Marketplace.Integrity;
using Market.Marketplace.Operations;

namespace Market.Web.Hosting;

/// <summary><c>backup DIR</c> copies the whole store while the program works, once or, with <c>--follow</c>, again and again;
/// <c>restore DIR</c> puts a backup into a blank installation and checks it.</summary>
internal static class BackupVerbs
{
    private const int DefaultSeconds = 2;
    private const int MostSeconds = 3600;

    public static Verb Backup { get; } = new("backup", BackupAsync)
    {
        Switches = ["follow", "files-only"],
        Options = ["every-seconds"],
        Places = 1,
        Says = "backup DIRECTORY [--files-only] [--follow [--every-seconds 2]]",
        Refused = 2,
    };

    public static Verb Restore { get; } = new("restore", RestoreAsync)
    {
        Places = 1,
        Says = "restore DIRECTORY",
        Refused = 2,
    };

    private static async Task<int> BackupAsync(WebApplication app, VerbArguments arguments)
    {
        var pause = PauseOf(app.Configuration["every-seconds"]);
        await app.RequireDatabaseOfThisVersionAsync();
        var backup = app.Services.GetRequiredService<Backup>();
        using var stop = new CancellationTokenSource();
        using var onInterrupt = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGINT, signal => Stop(signal, stop));
        using var onTerminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGTERM, signal => Stop(signal, stop));
        var exit = 0;
        do
        {
            try
            {
                exit = await BackUpOnceAsync(backup, arguments, stop.Token);
            }
            catch (StoreUnavailableException e) when (arguments.Has("follow"))
            {
                // The place may come back; what is in it stays good.
                await Console.Error.WriteLineAsync(Refusals.Say(e, CultureInfo.GetCultureInfo("zh-CN")));
                exit = 1;
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.Delay(arguments.Has("follow") ? pause : TimeSpan.Zero, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (arguments.Has("follow") && !stop.IsCancellationRequested);

        return exit;
    }

    private static void Stop(System.Runtime.InteropServices.PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static async Task<int> BackUpOnceAsync(Backup backup, VerbArguments arguments, CancellationToken ct)
    {
        var follows = arguments.Has("follow");
        var bar = follows ? null : ProgressBar.OnError(what => what);
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var report = await backup.TakeAsync(arguments.Places[0], arguments.Has("files-only"), bar is null ? null : bar.Show, ct);
            bar?.End();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Manifest.TakenAt:yyyy-MM-dd HH:mm:ss.fff}Z 已备份 backed up: {report.Manifest.Blobs} 个文件 files, {report.Manifest.BlobBytes} B（新增 new {report.CopiedBlobs}, {report.CopiedBytes} B）, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.00} s"));
            foreach (var damaged in report.Damaged)
            {
                await Console.Error.WriteLineAsync($"文件 {damaged} 已损坏，没有备份：请运行 fsck。 This file is damaged and was not copied: run fsck.");
            }

            return report.Damaged.Count == 0 ? 0 : 1;
        }
        catch (BackupRefusedException e)
        {
            throw new StartupRefusedException(SentenceOf(e));
        }
        catch (StoreUnavailableException e) when (!follows)
        {
            throw new StartupRefusedException($"备份目录 {arguments.Places[0]}：{Refusals.Say(e, CultureInfo.GetCultureInfo("zh-CN"))}（{e.InnerException?.Message}）");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"无法写入备份目录 {arguments.Places[0]}（{e.Message}）。已有的备份没有改变。");
        }
    }

    private static async Task<int> RestoreAsync(WebApplication app, VerbArguments arguments)
    {
        var started = TimeProvider.System.GetTimestamp();
        var bar = ProgressBar.OnError(what => what);
        try
        {
            var blobs = await app.Services.GetRequiredService<Restore>().RunAsync(arguments.Places[0], bar.Show);
            bar.End();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"已恢复 restored: {blobs} 个文件 files, {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s。正在核对记录与文件…… Checking records against files."));
        }
        catch (BackupRefusedException e)
        {
            throw new StartupRefusedException(SentenceOf(e));
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"恢复没有完成（{(e.InnerException ?? e).Message}）：请清空数据目录，排除故障后重新恢复。");
        }

        var state = await Marketplace.Persistence.MarketDatabase.StateAsync(app.Services);
        if (!state.IsReachable || state.Missing.Count > 0)
        {
            Console.WriteLine(state.IsReachable
                ? "备份来自较早的版本：下次启动或 migrate 时升级数据库，之后请运行 fsck。 The backup is of an earlier version: run migrate, then fsck."
                : "文件和密钥已恢复：请恢复数据库，然后运行 fsck。 Files and keys are restored: restore the database, then run fsck.");
            return 0;
        }

        // Every file was digested on its way; what is left is whether each record has one.
        var report = await app.Services.GetRequiredService<OperationRunner>()
            .RunAsync(Actor.System, (CheckIntegrity check) => check.ExecuteAsync(fast: true));
        Console.WriteLine(report.CountOf(FindingGravity.Damage) == 0
            ? "恢复完成，没有发现损坏。 The restored store is sound."
            : $"恢复后发现 {report.CountOf(FindingGravity.Damage)} 处损坏：请运行 fsck 查看。 Damage was found: run fsck.");
        return report.CountOf(FindingGravity.Damage) == 0 ? 0 : 1;
    }

    private static string SentenceOf(BackupRefusedException e) => e.Reason switch
    {
        BackupRefusal.NoManifest => $"{e.Detail} 不是一份完整的备份：没有可以读取的 manifest.json。 This is no complete backup.",
        BackupRefusal.UnknownFormat => $"这份备份的格式 {e.Detail} 是更新版本的程序写的：请用较新的程序恢复。 The backup is of a newer program.",
        BackupRefusal.OtherProvider => $"备份的数据库类型是 {e.Detail}，与 Database:Provider 不同：请改正设置后恢复。 The backup is of another kind of database.",
        BackupRefusal.NotBlank => $"恢复的目标不是空的（{e.Detail}）：请用 --Data:Directory 指向新的空目录，并使用新的空数据库。 Restoring needs an empty place.",
        BackupRefusal.Damaged => $"备份中的 {e.Detail} 缺失或已损坏，没有恢复。 A part of the backup is missing or damaged.",
        BackupRefusal.ToolFailed => $"数据库工具没有成功（{e.Detail}）：请安装与服务器同版本的 pg_dump、pg_restore，并检查 Database:ConnectionString。 The database's tool failed.",
        BackupRefusal.DatabaseElsewhere => $"这种数据库由数据库管理员备份（{e.Detail}）：请加 --files-only 只备份文件和密钥。 This database is backed up by its own administrator; use --files-only.",
    };

    private static TimeSpan PauseOf(string? text) => text is null ? TimeSpan.FromSeconds(DefaultSeconds)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= MostSeconds ? TimeSpan.FromSeconds(seconds)
        : throw new StartupRefusedException($"--every-seconds 的值 {text} 无效：请填写 1 到 {MostSeconds} 的整数秒。");
}

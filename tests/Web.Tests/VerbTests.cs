using System.Diagnostics;
using System.Text.Json;

namespace Market.Web.Tests;

/// <summary>The administrator's verbs, run as a process of their own like an administrator runs them.</summary>
public sealed class VerbTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("market-verbs-").FullName;

    private string Data => Path.Combine(_directory, "data");

    private string Backup => Path.Combine(_directory, "backup");

    [Fact]
    public async Task A_store_is_made_checked_backed_up_restored_and_found_damaged_when_it_is()
    {
        Assert.Equal(1, (await RunAsync("migrate", "--check", "--Data:Directory", Data)).Exit);
        Assert.Equal(0, (await RunAsync("migrate", "--Data:Directory", Data)).Exit);
        Assert.Equal(0, (await RunAsync("migrate", "--check", "--Data:Directory", Data)).Exit);
        Assert.Equal(0, (await RunAsync("backup", Backup, "--Data:Directory", Data)).Exit);
        var restored = Path.Combine(_directory, "restored");
        var restoring = await RunAsync("restore", Backup, "--Data:Directory", restored);
        Assert.Equal(0, restoring.Exit);
        Assert.Contains("sound", restoring.Output, StringComparison.Ordinal);
        var again = await RunAsync("restore", Backup, "--Data:Directory", restored);
        Assert.Equal(2, again.Exit);
        Assert.Contains("恢复的目标不是空的", again.Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(restored, "blobs", "notes.txt"), "?", TestContext.Current.CancellationToken);
        var loose = await RunAsync("fsck", "--json", "--Data:Directory", restored);
        var strict = await RunAsync("fsck", "--strict", "--en", "--Data:Directory", restored);

        Assert.Equal(0, loose.Exit);
        var report = JsonDocument.Parse(loose.Output).RootElement;
        Assert.True(report.GetProperty("sound").GetBoolean());
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal("file-foreign", finding.GetProperty("kind").GetString());
        Assert.Contains("notes.txt", finding.GetProperty("zh").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, strict.Exit);
        Assert.Contains("Foreign file: notes.txt", strict.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Wrong argument", "fsck", "--jsn")]
    [InlineData("usage: backup DIRECTORY", "backup")]
    [InlineData("没有找到数据库", "fsck")]
    [InlineData("Unknown verb", "fcsk")]
    [InlineData("--grace-hours 的值 0 无效", "gc", "--grace-hours", "0")]
    [InlineData("没有升级脚本", "migrate", "--script")]
    public async Task What_cannot_be_done_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (exit, _, error) = await RunAsync([.. arguments, "--Data:Directory", Data]);

        Assert.Equal(2, exit);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostgreSql", "Host=nowhere", "CREATE TABLE")]
    [InlineData("SqlServer", "Server=nowhere", "CREATE TABLE")]
    public async Task The_upgrade_script_of_a_server_may_be_run_again(string provider, string connection, string expected)
    {
        var (exit, script, _) = await RunAsync(
            "migrate", "--script", "--Database:Provider", provider, "--Database:ConnectionString", connection, "--Data:Directory", Data);

        Assert.Equal(0, exit);
        Assert.Contains(expected, script, StringComparison.Ordinal);
        Assert.Contains("IF NOT EXISTS", script, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Development, because production wants roots and authorities that a test has not; no demonstration is entered by a verb.
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}

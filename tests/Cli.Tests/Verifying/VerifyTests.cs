using System.Text.Json;

namespace Market.Cli.Tests.Verifying;

public sealed class VerifyTests(SealedFiles files)
{
    [Fact]
    public async Task A_good_file_passes_with_exit_code_0_and_one_line_of_JSON()
    {
        var run = await Tool.RunAsync("verify", files.Good, "--trust", files.Trust, "--no-network", "--json");

        Assert.Equal(ExitCodes.Done, run.ExitCode);
        Assert.Equal("", run.Error);
        var answer = Assert.Single(run.Json);
        Assert.Equal(files.Good, answer.GetProperty("file").GetString());
        Assert.Equal("TOTAL-PASSED", answer.GetProperty("verdict").GetString());
        Assert.Empty(answer.GetProperty("reasons").EnumerateArray());
        var signature = Assert.Single(answer.GetProperty("signatures").EnumerateArray());
        Assert.Equal("TOTAL-PASSED", signature.GetProperty("indication").GetString());
        Assert.Equal(JsonValueKind.Null, signature.GetProperty("subIndication").ValueKind);
        Assert.True(signature.GetProperty("intact").GetBoolean());
        Assert.True(signature.GetProperty("coversRevision").GetBoolean());
        Assert.Empty(signature.GetProperty("modifications").EnumerateArray());
        Assert.Empty(signature.GetProperty("reasons").EnumerateArray());
    }

    [Fact]
    public async Task A_changed_byte_fails_in_the_words_of_the_standard()
    {
        var run = await Tool.RunAsync("verify", "--json", files.Changed, "--trust", files.Trust);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        var answer = Assert.Single(run.Json);
        Assert.Equal("TOTAL-FAILED", answer.GetProperty("verdict").GetString());
        Assert.Contains("hash-mismatch", Codes(answer));
        var signature = Assert.Single(answer.GetProperty("signatures").EnumerateArray());
        Assert.Equal("HASH_FAILURE", signature.GetProperty("subIndication").GetString());
        Assert.False(signature.GetProperty("intact").GetBoolean());
        Assert.Contains("hash-mismatch", Codes(signature));
    }

    [Fact]
    public async Task Every_file_gets_its_line_in_the_order_given_whatever_is_wrong_with_it()
    {
        var folder = files.Folder();
        string[] asked =
        [
            files.Changed, Path.Combine(folder, "missing.pdf"), folder, SealedFiles.Sample("bad/not-a-pdf.pdf"),
            SealedFiles.Sample("bad/damaged.pdf"), SealedFiles.Sample("letter.pdf"), files.Appended, files.Good,
        ];

        var run = await Tool.RunAsync(["verify", .. asked, "--trust", files.Trust, "--json", "--jobs", "3"]);

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal(asked, run.Json.Select(answer => answer.GetProperty("file").GetString()));
        Assert.Equal(
            [
                "TOTAL-FAILED", "INDETERMINATE", "INDETERMINATE", "TOTAL-FAILED", "TOTAL-FAILED", "INDETERMINATE", "TOTAL-FAILED",
                "TOTAL-PASSED",
            ],
            run.Json.Select(answer => answer.GetProperty("verdict").GetString()));
        Assert.Equal(["file-not-found"], Codes(run.Json[1]));
        Assert.Equal(["file-unreadable"], Codes(run.Json[2]));
        Assert.Equal(["not-a-pdf"], Codes(run.Json[3]));
        Assert.Equal(["no-signature"], Codes(run.Json[5]));
        Assert.Contains("appended-bytes", Codes(run.Json[6]));
    }

    [Fact]
    public async Task Without_trusted_roots_nothing_passes_and_the_reader_is_told()
    {
        var run = await Tool.RunAsync("verify", files.Good, "--json", "--lang", "en");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("INDETERMINATE", Assert.Single(run.Json).GetProperty("verdict").GetString());
        Assert.Contains("certificate-untrusted", Codes(run.Json[0]));
        Assert.Contains("--trust", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN", "通过（TOTAL-PASSED）", "不通过（TOTAL-FAILED）", "文件内容与签章时不一致")]
    [InlineData("en", "passed (TOTAL-PASSED)", "failed (TOTAL-FAILED)", "is not what was sealed")]
    public async Task People_get_one_verdict_and_its_reasons_as_sentences(string language, string passed, string failed, string reason)
    {
        var run = await Tool.RunAsync("verify", files.Good, files.Changed, "--trust", files.Trust, "--lang", language);

        Assert.Contains(passed, run.Output, StringComparison.Ordinal);
        Assert.Contains(failed, run.Output, StringComparison.Ordinal);
        Assert.Contains("91430100MA4L1AB12X", run.Output, StringComparison.Ordinal);
        Assert.Contains(reason, run.Output, StringComparison.Ordinal);
        Assert.InRange(run.Output.Count(character => character == '\n'), 6, 14);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_left_in_doubt_and_the_next_is_verified()
    {
        // A pipe that nobody writes to: opening it waits for ever.
        var pipe = Path.Combine(files.Folder(), "never.pdf");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var run = await Tool.RunAsync("verify", pipe, files.Good, "--trust", files.Trust, "--timeout", "1", "--jobs", "1", "--json");

        Assert.Equal(ExitCodes.Refused, run.ExitCode);
        Assert.Equal("INDETERMINATE", run.Json[0].GetProperty("verdict").GetString());
        Assert.Equal(["validation-timed-out"], Codes(run.Json[0]));
        Assert.Equal("TOTAL-PASSED", run.Json[1].GetProperty("verdict").GetString());
        await File.WriteAllTextAsync(pipe, "", TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify", "a.pdf", "--profile", "anything")]
    [InlineData("verify", "a.pdf", "--jsn")]
    [InlineData("verify", "a.pdf", "--jobs", "0")]
    [InlineData("verify", "a.pdf", "--trust", "no-such-folder")]
    [InlineData("no-such-command")]
    [InlineData]
    public async Task A_wrong_command_line_ends_with_exit_code_2_and_a_word_on_what_to_do(params string[] args)
    {
        var run = await Tool.RunAsync(args);

        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.NotEqual("", run.Error);
    }

    private static IEnumerable<string> Codes(JsonElement element) =>
        element.GetProperty("reasons").EnumerateArray().Select(code => code.GetString()!);
}
